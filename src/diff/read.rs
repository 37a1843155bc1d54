//! Two sets from the disk: in, paths; out, their tables compared, the documents first, because what
//! points to a document that moved follows it.

use std::path::Path;

use super::{
    Diff, Options, Table, areas, compare::compare, renames::Renames, shape, tables as single,
};
use crate::{
    Error, Result,
    dataset::{self, Dataset},
};

/// The tables of a directory, in the order in which they are compared: what others point to first.
const TABLES: [&str; 5] = [
    shape::DOCUMENTS.name,
    shape::EVENTS.name,
    shape::MENTIONS.name,
    shape::PLACES.name,
    shape::STATEMENTS.name,
];

pub(super) fn paths(old: &Path, new: &Path, options: &Options) -> Result<Diff> {
    if let Some(name) = options.tables.iter().find(|name| !TABLES.contains(&name.as_str())) {
        let message = format!("no table is called {name}; there are {}", TABLES.join(", "));
        return Err(Error::new(message));
    }
    match (old.is_dir(), new.is_dir()) {
        (true, true) => folders(old, new, options),
        (false, false) => {
            let read = |path| Table::parse(path, &dataset::read(path)?);
            single(read(old)?, read(new)?, options)
        }
        _ => Err(Error::new(format!(
            "cannot compare a folder with a file: {}, {}",
            old.display(),
            new.display()
        ))),
    }
}

fn folders(old: &Path, new: &Path, options: &Options) -> Result<Diff> {
    let open = |path| {
        let set = Dataset::open(path)?;
        Ok::<_, Error>(if options.unchecked { set.even_if_changed() } else { set })
    };
    let (old, new) = (open(old)?, open(new)?);
    let asked = |name: &str| options.tables.is_empty() || options.tables.contains(name);
    let mut renames = Renames::default();
    let mut tables = Vec::new();
    for name in TABLES {
        // ids that moved are only known when these two have been compared
        let others_follow = [shape::DOCUMENTS.name, shape::EVENTS.name].contains(&name);
        if asked(name) || others_follow {
            let compared = compare(table(&old, name)?, table(&new, name)?, options, &mut renames)?;
            tables.extend(compared.filter(|_| asked(name)));
        }
    }
    // the events are what one looks for; the documents stood first for the others' sake
    if tables.first().is_some_and(|table| table.name == shape::DOCUMENTS.name) {
        tables.rotate_left(1);
    }
    areas::from_mentions(&mut tables, &renames);
    let diff = Diff { tables };
    diff.has_columns(options)?;
    Ok(diff)
}

fn table(set: &Dataset, name: &str) -> Result<Table> {
    let read = |name: &str| Table::of_set(set, name);
    match name == shape::EVENTS.name {
        true => read("events")?.with_totals(read("aggregates")?),
        false => read(name),
    }
}
