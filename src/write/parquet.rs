//! events.parquet and the like: in, cells; out, the tables with typed columns, for pandas, DuckDB, R and
//! Spark. Rows are gathered in groups of bounded size, so memory does not grow with the corpus.

use std::{fmt::Display, mem, sync::Arc};

use bytes::Bytes;
use chrono::{Datelike, NaiveDate};
use parquet::{
    basic::{Compression, LogicalType, Repetition, Type as Physical},
    data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type},
    file::{
        properties::WriterProperties,
        writer::{SerializedColumnWriter, SerializedFileWriter, SerializedRowGroupWriter},
    },
    schema::types::{Type, TypePtr},
};

use super::{
    Format, Note,
    extra::PARQUET_FILES,
    stage::{Stage, StagedFile},
    table::{Cell, Field, Kind},
    tables::{Index, TABLES},
};
use crate::{Error, Result, record::round5};

/// Bytes, and rows, after which a group is written.
const GROUP_BYTES: usize = 2 << 20;
const GROUP_ROWS: usize = 50_000;

/// Fixed, so that a newer library writes the same bytes where it can.
const CREATED_BY: &str = concat!("rasd version ", env!("CARGO_PKG_VERSION"));

/// The tables, open.
pub(super) struct Parquet(Vec<TableFile>);

struct TableFile {
    writer: SerializedFileWriter<StagedFile>,
    columns: Vec<Column>,
    rows: usize,
    bytes: usize,
}

/// What a column has in the group that is being gathered.
struct Column {
    required: bool,
    values: Values,
    /// For each row whether it has a value.
    filled: Vec<i16>,
}

/// Values without the empty ones.
enum Values {
    Text(Texts),
    Whole(Vec<i64>),
    Real(Vec<f64>),
    Bool(Vec<bool>),
    /// Days since 1970-01-01.
    Day(Vec<i32>),
}

/// Texts in one piece: most are short, and a piece of memory for each would take several times as much.
#[derive(Default)]
struct Texts {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Texts {
    fn push(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
        self.ends.push(self.bytes.len());
    }

    /// The texts, which go.
    fn take(&mut self) -> Vec<ByteArray> {
        let (bytes, ends) = (Bytes::from(mem::take(&mut self.bytes)), mem::take(&mut self.ends));
        let starts = [0].into_iter().chain(ends.iter().copied());
        starts.zip(&ends).map(|(start, end)| bytes.slice(start..*end).into()).collect()
    }
}

impl Parquet {
    /// Opens a file for each table.
    pub(super) fn create(stage: &Stage, fields: &[Vec<Field>]) -> Result<Parquet> {
        let files = PARQUET_FILES.iter().zip(TABLES).zip(fields).map(|((file, table), fields)| {
            TableFile::create(stage.create(*file)?, table.name, fields)
        });
        Ok(Parquet(files.collect::<Result<_>>()?))
    }
}

impl Format for Parquet {
    fn row(&mut self, table: Index, cells: &[Cell<'_>]) -> Result<()> {
        self.0[table].row(cells)
    }

    fn finish(self: Box<Self>, stage: &mut Stage) -> Result<Option<Note>> {
        for mut file in self.0 {
            file.group()?;
            stage.close(file.writer.into_inner().map_err(failed)?)?;
        }
        Ok(None)
    }
}

impl TableFile {
    fn create(file: StagedFile, table: &str, fields: &[Field]) -> Result<TableFile> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(CREATED_BY.to_owned())
            .build();
        let schema = schema(table, fields).map_err(failed)?;
        let writer =
            SerializedFileWriter::new(file, schema, Arc::new(properties)).map_err(failed)?;
        let columns = fields.iter().map(Column::new).collect();
        Ok(TableFile { writer, columns, rows: 0, bytes: 0 })
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            self.bytes += column.push(cell);
        }
        self.rows += 1;
        match self.rows == GROUP_ROWS || self.bytes >= GROUP_BYTES {
            true => self.group(),
            false => Ok(()),
        }
    }

    /// Writes the rows gathered so far.
    fn group(&mut self) -> Result<()> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut group = self.writer.next_row_group().map_err(failed)?;
        for column in &mut self.columns {
            column.write(&mut group).map_err(failed)?;
        }
        group.close().map_err(failed)?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }
}

impl Column {
    fn new(field: &Field) -> Column {
        let values = match physical(&field.kind) {
            Physical::INT64 => Values::Whole(Vec::new()),
            Physical::DOUBLE => Values::Real(Vec::new()),
            Physical::BOOLEAN => Values::Bool(Vec::new()),
            Physical::INT32 => Values::Day(Vec::new()),
            _ => Values::Text(Texts::default()),
        };
        Column { required: field.required, values, filled: Vec::new() }
    }

    /// Adds a cell; says how many bytes it takes.
    fn push(&mut self, cell: &Cell<'_>) -> usize {
        self.filled.push(i16::from(*cell != Cell::Empty));
        match (&mut self.values, cell) {
            (_, Cell::Empty) => return 0,
            (Values::Whole(all), Cell::Whole(number)) => {
                all.push(i64::try_from(*number).unwrap_or(i64::MAX));
            }
            (Values::Real(all), Cell::Real(number)) => all.push(round5(*number)),
            (Values::Bool(all), Cell::Bool(value)) => all.push(*value),
            (Values::Day(all), Cell::Day(day)) => all.push(since_1970(*day)),
            (Values::Text(all), cell) => {
                let text = cell.text();
                all.push(&text);
                return text.len() + size_of::<usize>();
            }
            (_, cell) => unreachable!("{cell:?} in a column of another kind"),
        }
        size_of::<i64>()
    }

    /// Writes what was gathered, and begins anew.
    fn write(
        &mut self,
        group: &mut SerializedRowGroupWriter<'_, StagedFile>,
    ) -> parquet::errors::Result<()> {
        let filled = (!self.required).then_some(&*self.filled);
        if let Some(mut column) = group.next_column()? {
            self.values.write(&mut column, filled)?;
            column.close()?;
        }
        self.filled.clear();
        Ok(())
    }
}

impl Values {
    fn write(
        &mut self,
        column: &mut SerializedColumnWriter<'_>,
        filled: Option<&[i16]>,
    ) -> parquet::errors::Result<()> {
        macro_rules! write {
            ($type:ty, $all:expr) => {{
                column.typed::<$type>().write_batch($all, filled, None)?;
                $all.clear();
            }};
        }
        match self {
            Values::Text(all) => {
                column.typed::<ByteArrayType>().write_batch(&all.take(), filled, None)?;
            }
            Values::Whole(all) => write!(Int64Type, all),
            Values::Real(all) => write!(DoubleType, all),
            Values::Bool(all) => write!(BoolType, all),
            Values::Day(all) => write!(Int32Type, all),
        }
        Ok(())
    }
}

fn schema(table: &str, fields: &[Field]) -> parquet::errors::Result<TypePtr> {
    let column = |field: &Field| {
        let meant = match field.kind {
            Kind::Day => Some(LogicalType::Date),
            Kind::Whole | Kind::Real(..) | Kind::Bool => None,
            _ => Some(LogicalType::String),
        };
        let need = if field.required { Repetition::REQUIRED } else { Repetition::OPTIONAL };
        let column = Type::primitive_type_builder(field.name, physical(&field.kind));
        column.with_logical_type(meant).with_repetition(need).build().map(Arc::new)
    };
    let columns = fields.iter().map(column).collect::<parquet::errors::Result<_>>()?;
    Type::group_type_builder(table).with_fields(columns).build().map(Arc::new)
}

/// How the values of a column are stored. Lists stay one text, as in CSV.
fn physical(kind: &Kind) -> Physical {
    match kind {
        Kind::Whole => Physical::INT64,
        Kind::Real(..) => Physical::DOUBLE,
        Kind::Bool => Physical::BOOLEAN,
        Kind::Day => Physical::INT32,
        Kind::Text | Kind::List | Kind::Term(_) | Kind::Terms(_) => Physical::BYTE_ARRAY,
    }
}

fn since_1970(day: NaiveDate) -> i32 {
    day.num_days_from_ce() - NaiveDate::default().num_days_from_ce()
}

fn failed(error: impl Display) -> Error {
    Error::new(format!("cannot write Parquet: {error}"))
}
