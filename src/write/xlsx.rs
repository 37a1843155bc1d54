//! rasd.xlsx: in, cells; out, a workbook with a sheet for each table, read from the right, and one
//! that says what the columns hold. Texts are written as texts, whatever they begin with. Rows go to
//! temporary files as they come, so memory does not grow with the corpus.

use std::borrow::Cow;

use chrono::Datelike;
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format as Style, FormatAlign, Workbook,
    Worksheet, XlsxError,
};

use super::{
    Format, Note,
    stage::Stage,
    table::{Cell, Field, Kind},
    tables::{Index, TABLES},
};
use crate::{Error, Result, quote::from_the_right, record::round5};

/// Its name.
pub(super) const FILE: &str = "rasd.xlsx";

/// Rows of a sheet, its header included.
const MOST_ROWS: u32 = 1_048_576;

/// UTF-16 code units of a cell.
const MOST_UNITS: usize = 32_767;

/// What stands at the end of a text that did not fit.
const CUT: char = '…';

/// Years whose days a spreadsheet can write as dates.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=9999;

/// The column a reviewer fills in, with the terms to choose from.
const CHOICE: &str = "review_status";

/// Texts that want room.
const LONG: [&str; 4] = ["evidence", "title", "text", "description"];

/// How wide a column of them is, in characters.
const LINE: u32 = 60;

/// How high a line is, in points, and how many lines a row shows at most.
const LINE_HEIGHT: u32 = 15;
const MOST_LINES: u32 = 8;

/// Reading direction of a cell, as the format counts.
const RIGHT_TO_LEFT: u8 = 2;

/// The workbook, open.
pub(super) struct Xlsx {
    workbook: Workbook,
    fields: Vec<Vec<Field>>,
    /// The sheet of each table that takes its rows now.
    sheets: Vec<Sheet>,
    styles: Styles,
    most_rows: u32,
    cut: u64,
}

/// A sheet that takes rows.
#[derive(Clone, Copy)]
struct Sheet {
    /// Where it stands in the workbook.
    index: usize,
    /// Which it is of its table, from 1.
    number: usize,
    /// The next row.
    next: u32,
}

struct Styles {
    header: Style,
    day: Style,
    plain: Style,
    long: Style,
    /// The last two for texts that are read from the right.
    plain_rtl: Style,
    long_rtl: Style,
}

impl Styles {
    fn new() -> Styles {
        let plain = Style::new().set_align(FormatAlign::Top);
        let long = plain.clone().set_text_wrap();
        Styles {
            header: Style::new().set_bold().set_background_color(Color::RGB(0xDD_E6_ED)),
            day: plain.clone().set_num_format("yyyy-mm-dd"),
            plain_rtl: plain.clone().set_reading_direction(RIGHT_TO_LEFT),
            long_rtl: long.clone().set_reading_direction(RIGHT_TO_LEFT),
            plain,
            long,
        }
    }

    fn all(&self) -> impl Iterator<Item = &Style> {
        let Styles { header, day, plain, long, plain_rtl, long_rtl } = self;
        [header, day, plain, long, plain_rtl, long_rtl].into_iter()
    }

    /// That of a cell.
    fn of(&self, field: &Field, cell: &Cell<'_>) -> &Style {
        match (&field.kind, cell) {
            (Kind::Day, _) => &self.day,
            // left to itself, a text that begins with a digit is set from the left
            (_, Cell::Text(text)) if text.contains(from_the_right) => {
                if is_long(field) {
                    &self.long_rtl
                } else {
                    &self.plain_rtl
                }
            }
            _ if is_long(field) => &self.long,
            _ => &self.plain,
        }
    }
}

/// Whether the texts of a column want room.
fn is_long(field: &Field) -> bool {
    LONG.contains(&field.name)
}

impl Xlsx {
    /// Begins a sheet for each table.
    pub(super) fn create(stage: &Stage, fields: &[Vec<Field>]) -> Result<Xlsx> {
        Xlsx::with_rows(stage, fields, MOST_ROWS)
    }

    fn with_rows(stage: &Stage, fields: &[Vec<Field>], most_rows: u32) -> Result<Xlsx> {
        let mut workbook = Workbook::new();
        // the day the format was fixed: a clock would make every run another file
        let created = ExcelDateTime::from_ymd(2024, 1, 1).map_err(failed)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
        workbook.set_tempdir(stage.folder()).map_err(failed)?;
        let styles = Styles::new();
        // else they are numbered as they come, and the bytes depend on the order of the rows
        styles.all().for_each(|style| workbook.register_format(style));
        let mut xlsx = Xlsx {
            workbook,
            fields: fields.to_vec(),
            sheets: Vec::new(),
            styles,
            most_rows,
            cut: 0,
        };
        for table in 0..TABLES.len() {
            let sheet = xlsx.begin(table, 1)?;
            xlsx.sheets.push(sheet);
        }
        Ok(xlsx)
    }

    /// Begins a sheet of a table.
    fn begin(&mut self, table: Index, number: usize) -> Result<Sheet> {
        let index = self.workbook.worksheets().len();
        let sheet = self.workbook.add_worksheet_with_constant_memory().map_err(failed)?;
        let name = match number {
            1 => TABLES[table].name.to_owned(),
            _ => format!("{} {number}", TABLES[table].name),
        };
        head(sheet, &name, &self.fields[table], &self.styles).map_err(failed)?;
        Ok(Sheet { index, number, next: 1 })
    }

    /// Ends the sheet that takes the rows of a table.
    fn end(&mut self, table: Index) -> Result<()> {
        let Sheet { index, next, .. } = self.sheets[table];
        let sheet = self.workbook.worksheet_from_index(index).map_err(failed)?;
        foot(sheet, next - 1, &self.fields[table]).map_err(failed)
    }

    /// The sheet that says what the columns hold.
    fn describe(&mut self) -> Result<()> {
        let text = |name| Field { name, kind: Kind::Text, required: true, description: "" };
        let fields = ["table", "column", "values", "description"].map(text);
        let sheet = self.workbook.add_worksheet_with_constant_memory().map_err(failed)?;
        head(sheet, "columns", &fields, &self.styles).map_err(failed)?;
        let mut row = 1;
        for (table, fields) in TABLES.iter().zip(&self.fields) {
            for field in fields {
                let cells = [table.name, field.name, &field.kind.in_words(), field.description];
                for (column, cell) in (0..).zip(cells) {
                    sheet
                        .write_string_with_format(row, column, cell, &self.styles.plain)
                        .map_err(failed)?;
                }
                row += 1;
            }
        }
        foot(sheet, row - 1, &fields).map_err(failed)
    }
}

impl Format for Xlsx {
    fn row(&mut self, table: Index, cells: &[Cell<'_>]) -> Result<()> {
        if self.sheets[table].next == self.most_rows {
            self.end(table)?;
            self.sheets[table] = self.begin(table, self.sheets[table].number + 1)?;
        }
        let Sheet { index, next, .. } = self.sheets[table];
        self.sheets[table].next += 1;
        let sheet = self.workbook.worksheet_from_index(index).map_err(failed)?;
        let height = height(&self.fields[table], cells);
        // the workbook keeps every height that is set in memory, some hundred bytes of it
        if height > LINE_HEIGHT {
            sheet.set_row_height(next, height).map_err(failed)?;
        }
        for (column, (cell, field)) in (0..).zip(cells.iter().zip(&self.fields[table])) {
            let style = self.styles.of(field, cell);
            self.cut += u64::from(write(sheet, next, column, cell, style).map_err(failed)?);
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>, stage: &mut Stage) -> Result<Option<Note>> {
        for table in 0..TABLES.len() {
            self.end(table)?;
        }
        self.describe()?;
        let refused = |error| Error::caused("cannot write", error).in_file(FILE);
        self.workbook.save(stage.folder().join(FILE)).map_err(refused)?;
        stage.adopt(FILE)?;
        Ok((self.cut > 0).then(|| {
            format!("{FILE}: {} texts longer than a cell were cut and end with {CUT}", self.cut)
        }))
    }
}

/// What a sheet begins with.
fn head(
    sheet: &mut Worksheet,
    name: &str,
    fields: &[Field],
    styles: &Styles,
) -> std::result::Result<(), XlsxError> {
    sheet.set_name(name)?.set_right_to_left(true).set_freeze_panes(1, 1)?;
    sheet.set_landscape().set_repeat_rows(0, 0)?;
    for (column, field) in (0..).zip(fields) {
        sheet.set_column_width(column, width(field))?;
        sheet.write_string_with_format(0, column, field.name, &styles.header)?;
    }
    Ok(())
}

/// What is known of a sheet when its rows are written.
fn foot(
    sheet: &mut Worksheet,
    last_row: u32,
    fields: &[Field],
) -> std::result::Result<(), XlsxError> {
    let last_column = u16::try_from(fields.len() - 1).unwrap_or(u16::MAX);
    sheet.autofilter(0, 0, last_row, last_column)?;
    for (column, field) in (0..).zip(fields) {
        if let (CHOICE, Kind::Term(terms)) = (field.name, &field.kind) {
            let choice = DataValidation::new().allow_list_strings(terms)?;
            sheet.add_data_validation(1, column, last_row.max(1), column, &choice)?;
        }
    }
    Ok(())
}

/// Characters that a column is wide.
fn width(field: &Field) -> f64 {
    let values = match field.kind {
        Kind::Whole | Kind::Bool => 8,
        Kind::Real(..) | Kind::Day => 12,
        Kind::Term(_) => 14,
        Kind::Terms(_) | Kind::List => 24,
        Kind::Text if is_long(field) => LINE,
        Kind::Text if field.name.ends_with("_id") => 28,
        Kind::Text => 20,
    };
    // room for the button of the filter
    f64::from(u32::try_from(field.name.len() + 4).unwrap_or(values).max(values))
}

/// How high a row must be to show its long texts: not every program works it out by itself.
fn height(fields: &[Field], cells: &[Cell<'_>]) -> u32 {
    let lines = |cell: &Cell<'_>| match cell {
        Cell::Text(text) => u32::try_from(text.chars().count()).unwrap_or(u32::MAX).div_ceil(LINE),
        _ => 1,
    };
    let long = fields.iter().zip(cells).filter(|(field, _)| is_long(field));
    let most = long.map(|(_, cell)| lines(cell)).max().unwrap_or(1);
    most.clamp(1, MOST_LINES) * LINE_HEIGHT
}

/// Writes a cell, and tells whether its text had to be cut.
fn write(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell<'_>,
    style: &Style,
) -> std::result::Result<bool, XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            let fitting = fitting(text);
            sheet.write_string_with_format(row, column, &*fitting, style)?;
            return Ok(matches!(fitting, Cow::Owned(_)));
        }
        // counts of persons are far below 2^53
        Cell::Whole(number) => {
            sheet.write_number_with_format(row, column, *number as f64, style)?;
        }
        Cell::Real(number) => {
            sheet.write_number_with_format(row, column, round5(*number), style)?;
        }
        // in a style of its own LibreOffice shows 1 for true
        Cell::Bool(value) => {
            sheet.write_boolean(row, column, *value)?;
        }
        Cell::Day(day) if YEARS.contains(&day.year()) => {
            let [month, of_month] = [day.month(), day.day()].map(|n| u8::try_from(n).unwrap_or(1));
            let year = u16::try_from(day.year()).unwrap_or(1900);
            let day = ExcelDateTime::from_ymd(year, month, of_month)?;
            sheet.write_datetime_with_format(row, column, &day, style)?;
        }
        Cell::Day(day) => {
            sheet.write_string_with_format(row, column, day.to_string(), style)?;
        }
    }
    Ok(false)
}

/// A text as far as it fits into a cell.
fn fitting(text: &str) -> Cow<'_, str> {
    if text.len() <= MOST_UNITS || text.encode_utf16().count() <= MOST_UNITS {
        return Cow::Borrowed(text);
    }
    let mut units = CUT.len_utf16();
    let begin = text.chars().take_while(|c| {
        units += c.len_utf16();
        units <= MOST_UNITS
    });
    let mut cut: String = begin.collect();
    cut.push(CUT);
    Cow::Owned(cut)
}

fn failed(error: XlsxError) -> Error {
    Error::caused("cannot write", error).in_file(FILE)
}

#[cfg(test)]
mod tests {
    use calamine::{Reader, Xlsx as Read, open_workbook};

    use super::*;
    use crate::write::tables::Tables;

    fn texts(table: Index, fields: &[Vec<Field>], text: &str) -> Vec<Cell<'static>> {
        fields[table].iter().map(|_| Cell::Text(text.to_owned().into())).collect()
    }

    #[test]
    fn a_full_sheet_is_followed_by_another() {
        let folder = tempfile::tempdir().unwrap();
        let mut stage = Stage::new(folder.path(), &[]).unwrap();
        let fields = Tables::new().fields();
        let mut xlsx = Box::new(Xlsx::with_rows(&stage, &fields, 3).unwrap());
        for row in ["1", "2", "3", "4", "5"] {
            xlsx.row(0, &texts(0, &fields, row)).unwrap();
        }
        assert_eq!(xlsx.finish(&mut stage).unwrap(), None);
        let mut read: Read<_> = open_workbook(stage.folder().join(FILE)).unwrap();
        let column = |read: &mut Read<_>, sheet: &str| -> Vec<String> {
            let range = read.worksheet_range(sheet).unwrap();
            range.rows().map(|row| row[0].to_string()).collect()
        };
        assert_eq!(column(&mut read, "events"), ["event_id", "1", "2"]);
        assert_eq!(column(&mut read, "events 2"), ["event_id", "3", "4"]);
        assert_eq!(column(&mut read, "events 3"), ["event_id", "5"]);
    }

    #[test]
    fn long_texts_are_cut_between_characters_and_said_to_be() {
        let folder = tempfile::tempdir().unwrap();
        let mut stage = Stage::new(folder.path(), &[]).unwrap();
        let fields = Tables::new().fields();
        let mut xlsx = Box::new(Xlsx::create(&stage, &fields).unwrap());
        let mut cells = texts(0, &fields, "x");
        let fits = "\u{646}".repeat(MOST_UNITS);
        let astral = "\u{1f534}".repeat(MOST_UNITS / 2 + 1);
        cells[1] = Cell::Text(fits.as_str().into());
        cells[2] = Cell::Text(astral.as_str().into());
        xlsx.row(0, &cells).unwrap();
        let note = xlsx.finish(&mut stage).unwrap().unwrap();
        assert!(note.starts_with("rasd.xlsx: 1 texts"), "{note}");
        let mut read: Read<_> = open_workbook(stage.folder().join(FILE)).unwrap();
        let range = read.worksheet_range("events").unwrap();
        assert_eq!(range.get((1, 1)).unwrap().to_string(), fits);
        let cut = range.get((1, 2)).unwrap().to_string();
        assert!(cut.ends_with("\u{1f534}…") && cut.encode_utf16().count() == MOST_UNITS);
    }
}
