//! How far a score may be due to the choice of documents: in, what came of each document; out, the
//! middle 95 % of the scores of a thousand samples drawn from them with replacement.

use oorandom::Rand32;

use super::report::Interval;

/// Samples.
const SAMPLES: usize = 1000;

/// Where the random numbers begin, so that a report is the same every time.
const SEED: u64 = 0x7261_7364;

/// The documents of each sample, as how often each is in it; of a single document there are none.
pub(super) fn samples(documents: usize) -> Vec<Vec<u64>> {
    let mut random = Rand32::new(SEED);
    let count = u32::try_from(documents).unwrap_or(u32::MAX);
    let sample = |random: &mut Rand32| {
        let mut times = vec![0; documents];
        for _ in 0..documents {
            times[random.rand_range(0..count) as usize] += 1;
        }
        times
    };
    (0..if documents < 2 { 0 } else { SAMPLES }).map(|_| sample(&mut random)).collect()
}

/// The middle 95 % of `score` over the samples.
pub(super) fn interval(samples: &[Vec<u64>], score: impl Fn(&[u64]) -> f64) -> Option<Interval> {
    let mut scores: Vec<f64> = samples.iter().map(|sample| score(sample)).collect();
    scores.sort_by(f64::total_cmp);
    let at = |per_mille: usize| scores.get(scores.len() * per_mille / 1000).copied();
    Some(Interval { low: at(25)?, high: at(974)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_the_same_every_time_and_hold_all_documents() {
        let all = samples(20);
        assert_eq!(all, samples(20));
        assert!(all.iter().all(|sample| sample.iter().sum::<u64>() == 20));
        assert!(samples(1).is_empty());
    }

    #[test]
    fn the_interval_holds_the_middle() {
        let share = |sample: &[u64]| sample[..10].iter().sum::<u64>() as f64 / 20.0;
        let Interval { low, high } = interval(&samples(20), share).unwrap();
        assert!(low < 0.5 && high > 0.5 && low > 0.2 && high < 0.8, "{low} {high}");
    }
}
