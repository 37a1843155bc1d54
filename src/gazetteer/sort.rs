//! Sorting more than memory holds: in, byte strings; out, the same in order, without repeats. Runs of
//! bounded size are sorted, written to temporary files and merged.

use std::{
    cmp::Reverse,
    collections::BinaryHeap,
    fs::File,
    io::{BufReader, BufWriter, Read, Seek, Write},
};

use crate::error::Result;

/// Bytes of strings kept before a run is written out.
const RUN: usize = 64 << 20;

/// Takes byte strings in any order.
#[derive(Debug, Default)]
pub(super) struct Sorter {
    /// The strings of this run, one behind the other.
    text: Vec<u8>,
    /// Where each begins and ends.
    spans: Vec<(u32, u32)>,
    runs: Vec<File>,
}

impl Sorter {
    /// Adds the string that the parts make together.
    pub(super) fn push(&mut self, parts: &[&[u8]]) -> Result<()> {
        let start = self.text.len() as u32;
        parts.iter().for_each(|part| self.text.extend_from_slice(part));
        self.spans.push((start, self.text.len() as u32));
        if self.text.len() + 8 * self.spans.len() >= RUN {
            self.spill()?;
        }
        Ok(())
    }

    fn sort(&mut self) {
        let text = &self.text;
        let of = |&(start, end): &(u32, u32)| &text[start as usize..end as usize];
        self.spans.sort_unstable_by(|a, b| of(a).cmp(of(b)));
        self.spans.dedup_by(|a, b| of(a) == of(b));
    }

    fn spill(&mut self) -> Result<()> {
        self.sort();
        let mut out = BufWriter::new(tempfile::tempfile()?);
        for &(start, end) in &self.spans {
            out.write_all(&(end - start).to_le_bytes())?;
            out.write_all(&self.text[start as usize..end as usize])?;
        }
        let mut file = out.into_inner().map_err(|e| e.into_error())?;
        file.rewind()?;
        self.runs.push(file);
        self.text.clear();
        self.spans.clear();
        Ok(())
    }

    /// Hands every string on, in order.
    pub(super) fn finish(mut self, mut each: impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        if self.runs.is_empty() {
            self.sort();
            let spans = self.spans.iter();
            return spans.map(|&(s, e)| &self.text[s as usize..e as usize]).try_for_each(each);
        }
        self.spill()?;
        let mut runs: Vec<Run> = self.runs.into_iter().map(|f| Run(BufReader::new(f))).collect();
        let mut heads = BinaryHeap::new();
        for (n, run) in runs.iter_mut().enumerate() {
            heads.extend(run.next()?.map(|item| Reverse((item, n))));
        }
        let mut last: Option<Vec<u8>> = None;
        while let Some(Reverse((item, n))) = heads.pop() {
            heads.extend(runs[n].next()?.map(|next| Reverse((next, n))));
            if last.as_ref() != Some(&item) {
                each(&item)?;
                last = Some(item);
            }
        }
        Ok(())
    }
}

/// A sorted run.
struct Run(BufReader<File>);

impl Run {
    fn next(&mut self) -> Result<Option<Vec<u8>>> {
        let mut length = [0; 4];
        if self.0.read(&mut length[..1])? == 0 {
            return Ok(None);
        }
        self.0.read_exact(&mut length[1..])?;
        let mut item = vec![0; u32::from_le_bytes(length) as usize];
        self.0.read_exact(&mut item)?;
        Ok(Some(item))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(spill_every: usize) -> Vec<Vec<u8>> {
        let mut sorter = Sorter::default();
        for n in 0..50_usize {
            sorter.push(&[&[(n * 37 % 50 / 2) as u8], b"x"]).unwrap();
            if n % spill_every == 0 {
                sorter.spill().unwrap();
            }
        }
        let mut all = Vec::new();
        sorter
            .finish(|item| {
                all.push(item.to_vec());
                Ok(())
            })
            .unwrap();
        all
    }

    #[test]
    fn runs_merge_without_repeats() {
        let expected: Vec<Vec<u8>> = (0..25).map(|n| vec![n, b'x']).collect();
        assert_eq!(sorted(7), expected);
        assert_eq!(sorted(1_000), expected);
    }
}
