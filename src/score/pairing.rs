//! One-to-one matching: in, how well pairs agree; out, the pairs, the best first.

/// Pairs `(gold, read)`, greedily by descending score; of equal ones the first.
pub(super) fn pair_up(mut scores: Vec<(usize, usize, f64)>) -> Vec<(usize, usize)> {
    scores.retain(|(_, _, score)| *score > 0.0);
    scores.sort_by(|a, b| b.2.total_cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (gold, read, _) in scores {
        if pairs.iter().all(|pair| pair.0 != gold && pair.1 != read) {
            pairs.push((gold, read));
        }
    }
    pairs
}

/// The scores of all pairs of two lists that have one.
pub(super) fn scores<G, R>(
    gold: &[G],
    read: &[R],
    score: impl Fn(&G, &R) -> Option<f64>,
) -> Vec<(usize, usize, f64)> {
    let mut scores = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        let row = read.iter().enumerate();
        scores.extend(row.filter_map(|(j, r)| Some((i, j, score(g, r)?))));
    }
    scores
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_pair_goes_first_and_takes_both() {
        let scores = vec![(0, 0, 0.6), (0, 1, 0.9), (1, 1, 0.8), (1, 0, 0.0)];
        assert_eq!(pair_up(scores), [(0, 1)]);
        assert_eq!(pair_up(vec![(1, 1, 0.5), (0, 1, 0.5), (1, 0, 0.5)]), [(0, 1), (1, 0)]);
    }
}
