//! Ids: the test vector of docs/records.md, computed outside this program.

use rasd::id::{event_id, mention_id};

#[test]
fn the_documented_test_vector() {
    assert_eq!(event_id("reports/a.txt", "مقتل", 2, 1), "ev_swoswoo3sr6o");
    assert_eq!(mention_id("reports/a.txt", "casualty", "27 قتيلا", 1), "mn_ml3x4rz3f6n2");
}
