//! Whatever two tables hold: every row is told once, a table is the same as itself, and what is added
//! one way round is removed the other.

use std::{collections::BTreeSet, path::Path};

use proptest::{collection::vec, prelude::*};
use rasd::diff::{self, Diff, Fate, Format, Options, Table};

/// Few ids and few words, so that rows meet in all ways: id, document, kind, toll, words, where.
type Row = (u8, u8, u8, u8, u8, u8);

fn table(rows: &[Row]) -> Table {
    let mut seen = BTreeSet::new();
    let mut text = String::from(
        "event_id,document_id,event_kind,date_start,place_name,killed_low,evidence,evidence_start,evidence_end,rules\n",
    );
    for (id, document, kind, toll, words, at) in rows.iter().filter(|row| seen.insert(row.0)) {
        let end = at + 3;
        text += &format!(
            "{id},{document},{kind},,,{toll},{words},{at},{end},ar.date.x;ar.casualty.y\n"
        );
    }
    Table::parse(Path::new("events.csv"), text.as_bytes()).unwrap()
}

fn compared(old: &[Row], new: &[Row]) -> Diff {
    diff::tables(table(old), table(new), &Options::default()).unwrap()
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    vec((0..12u8, 0..2u8, 0..2u8, 0..3u8, 0..4u8, 0..9u8), 0..12)
}

proptest! {
    #[test]
    fn a_table_is_the_same_as_itself_in_any_order(mut rows in rows()) {
        let again = rows.clone();
        let mut seen = BTreeSet::new();
        rows.retain(|row| seen.insert(row.0));
        let mut turned = rows.clone();
        turned.reverse();
        prop_assert!(compared(&rows, &again).is_same());
        prop_assert!(compared(&rows, &turned).is_same());
    }

    #[test]
    fn every_row_has_one_fate(old in rows(), new in rows()) {
        let there = compared(&old, &new);
        let back = compared(&new, &old);
        for (there, back) in there.tables.iter().zip(&back.tables) {
            let (one, other) = (there.counts(), back.counts());
            prop_assert_eq!((one.added, one.removed), (other.removed, other.added));
            let stay = there.old.len() as u64 - one.removed;
            prop_assert_eq!(stay, there.new.len() as u64 - one.added);
            let partners: Vec<_> = there.changes.iter().filter_map(|c| c.old_row).collect();
            let distinct: BTreeSet<_> = partners.iter().collect();
            prop_assert_eq!(distinct.len(), partners.len(), "no row has two partners");
            for change in &there.changes {
                let told = matches!(change.change, Fate::Added | Fate::Removed);
                prop_assert_eq!(told, change.fields.is_empty());
                prop_assert!(change.fields.iter().all(|field| field.old != field.new));
            }
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in vec(any::<u8>(), 0..200), head in 0..3usize) {
        let head = ["event_id,event_kind\n", "[{\"event_id\":\"a\",\"kind\":", "{\"mention_id\":"][head];
        let text = [head.as_bytes(), &bytes].concat();
        if let Ok(table) = Table::parse(Path::new("x"), &text)
            && let Ok(diff) = diff::tables(table.clone(), table, &Options::default())
        {
            prop_assert!(diff.is_same());
            for format in [Format::Text { colour: true }, Format::Json, Format::Csv] {
                diff.write(format, &mut Vec::new()).unwrap();
            }
        }
    }
}
