//! `--format parquet`: the files read back, against the CSV tables.

use std::fs::File;

use parquet::{
    basic::{LogicalType, Type as Physical},
    file::reader::{FileReader, SerializedFileReader},
    record::Field,
};
use serde_json::Value;

use crate::place::{Place, table};

const REPORT: &str = "---\npublished: 2024-03-10\ntitle: =عنوان\n---\n\
    قُتل ما لا يقل عن خمسة جنود وأصيب ثلاثة آخرون، الاثنين الماضي، في هجوم بمدينة غاو شمالي مالي.\n\
    اختطف مسلحون راهبا في بغداد يوم 5 يناير 2022.\nومنذ عام 2015 قتل أكثر من 500 شخص في المنطقة.\n";

const TABLES: [&str; 6] =
    ["events", "aggregates", "event_places", "event_casualties", "mentions", "documents"];

fn extracted(arguments: &str) -> Place {
    let place = Place::with(&[("in/b.txt", "لا شيء هنا.".as_bytes())]);
    for n in 0..30 {
        place.write(&format!("in/a{n}.txt"), format!("{REPORT}العدد {n}."));
    }
    let said = place.rasd(&format!("extract in --format parquet {arguments}"));
    assert_eq!(said.status, 0, "{}", said.err);
    place
}

fn open(place: &Place, name: &str) -> SerializedFileReader<File> {
    let path = place.path().join(format!("output/{name}.parquet"));
    SerializedFileReader::new(File::open(path).unwrap()).unwrap()
}

/// A value as its CSV cell; a bare day is a number of the wrong type.
fn written(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Long(number) => number.to_string(),
        Field::Double(number) => number.to_string(),
        Field::Bool(value) => value.to_string(),
        Field::Date(days) => {
            let day =
                chrono::NaiveDate::default() + chrono::Days::new(u64::try_from(*days).unwrap());
            day.to_string()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_files_have_the_values_of_the_tables() {
    let place = extracted("");
    for name in TABLES {
        let rows = table(&place.read(&format!("output/{name}.csv")));
        assert!(rows.len() > 10, "{name}");
        let read: Vec<_> = open(&place, name).get_row_iter(None).unwrap().collect();
        assert_eq!(read.len(), rows.len(), "{name}");
        for (read, row) in read.into_iter().zip(&rows) {
            let read = read.unwrap();
            assert_eq!(read.len(), row.len());
            for (column, field) in read.get_column_iter() {
                assert_eq!(written(field), row[column], "{name}.{column}");
            }
        }
    }
}

#[test]
fn the_types_are_those_of_the_data_package() {
    let place = extracted("");
    let package: Value = serde_json::from_str(&place.read("output/datapackage.json")).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for resource in package["resources"].as_array().unwrap() {
        let reader = open(&place, resource["name"].as_str().unwrap());
        let schema = reader.metadata().file_metadata().schema_descr_ptr();
        let fields = resource["schema"]["fields"].as_array().unwrap();
        assert_eq!(schema.num_columns(), fields.len());
        for (column, field) in schema.columns().iter().zip(fields) {
            assert_eq!(column.name(), field["name"]);
            let kind = field["type"].as_str().unwrap();
            let expected = match kind {
                "integer" => (Physical::INT64, None),
                "number" => (Physical::DOUBLE, None),
                "boolean" => (Physical::BOOLEAN, None),
                "date" => (Physical::INT32, Some(&LogicalType::Date)),
                _ => (Physical::BYTE_ARRAY, Some(&LogicalType::String)),
            };
            assert_eq!((column.physical_type(), column.logical_type_ref()), expected);
            let required = field["constraints"]["required"] == true;
            assert_eq!(column.self_type().is_optional(), !required, "{}", column.name());
            seen.insert(kind.to_owned());
        }
    }
    assert_eq!(seen.len(), 5, "{seen:?}");
}

#[test]
fn adding_writes_all_rows() {
    let place = extracted("--jobs 2");
    place.write("in/c.txt", format!("{REPORT}جديد."));
    assert_eq!(place.rasd("extract in --format parquet --append").status, 0);
    assert_eq!(place.rasd("extract in --format parquet -o whole").status, 0);
    for name in TABLES {
        let bytes = |folder: &str| {
            std::fs::read(place.path().join(format!("{folder}/{name}.parquet"))).unwrap()
        };
        assert!(bytes("output") == bytes("whole"), "{name}");
    }
}

#[test]
fn the_bytes_repeat_for_any_number_of_jobs() {
    let [one, eight] = ["--jobs 1", "--jobs 8"].map(extracted);
    for name in TABLES {
        let bytes = |place: &Place| {
            std::fs::read(place.path().join(format!("output/{name}.parquet"))).unwrap()
        };
        assert!(bytes(&one) == bytes(&eight), "{name}");
        let by = open(&one, name).metadata().file_metadata().created_by().unwrap().to_owned();
        assert_eq!(by, concat!("rasd version ", env!("CARGO_PKG_VERSION")));
    }
}
