//! The page as the program carries it: in, the path of a request; out, the file's bytes and type. Its
//! files stand in page/ and are used as they are.

/// A file of the page.
pub struct Asset {
    /// Its path in the address.
    pub path: &'static str,
    /// Its media type.
    pub kind: &'static str,
    /// What it holds.
    pub bytes: &'static [u8],
}

const HTML: &str = "text/html; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";
const JSON: &str = "application/json";

macro_rules! assets {
    ($($name:literal: $kind:ident),+ $(,)?) => {
        &[$(Asset {
            path: concat!("/", $name),
            kind: $kind,
            bytes: include_bytes!(concat!("page/", $name)),
        }),+]
    };
}

/// Every file of the page.
pub const ASSETS: &[Asset] = assets![
    "index.html": HTML,
    "style.css": STYLE,
    "strings.json": JSON,
    "world.json": JSON,
    "about.js": SCRIPT,
    "api.js": SCRIPT,
    "app.js": SCRIPT,
    "change.js": SCRIPT,
    "compare.js": SCRIPT,
    "counts.js": SCRIPT,
    "decide.js": SCRIPT,
    "dialogs.js": SCRIPT,
    "document.js": SCRIPT,
    "dom.js": SCRIPT,
    "fields.js": SCRIPT,
    "filters.js": SCRIPT,
    "form.js": SCRIPT,
    "highlight.js": SCRIPT,
    "judgement.js": SCRIPT,
    "keys.js": SCRIPT,
    "list.js": SCRIPT,
    "map.js": SCRIPT,
    "offsets.js": SCRIPT,
    "outbox.js": SCRIPT,
    "places.js": SCRIPT,
    "queue.js": SCRIPT,
    "store.js": SCRIPT,
    "strings.js": SCRIPT,
];

/// The file at a path; `/` is the page itself.
pub fn find(path: &str) -> Option<&'static Asset> {
    let path = if path == "/" { "/index.html" } else { path };
    ASSETS.iter().find(|asset| asset.path == path)
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;

    fn page() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("src/review/web/page")
    }

    #[test]
    fn every_file_of_the_page_is_carried() {
        let there: BTreeSet<String> = fs::read_dir(page())
            .unwrap()
            .map(|entry| format!("/{}", entry.unwrap().file_name().into_string().unwrap()))
            .collect();
        let listed: BTreeSet<String> = ASSETS.iter().map(|asset| asset.path.to_owned()).collect();
        assert_eq!(listed, there);
    }

    /// Texts of articles are hostile: no way but `textContent` and text nodes puts them in.
    #[test]
    fn no_script_makes_markup_of_text() {
        let ways = [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "DOMParser",
        ];
        for asset in ASSETS.iter().filter(|asset| asset.kind == SCRIPT || asset.kind == HTML) {
            let text = std::str::from_utf8(asset.bytes).unwrap();
            for way in ways {
                assert!(!text.contains(way), "{}: {way}", asset.path);
            }
        }
    }

    #[test]
    fn both_languages_have_every_text() {
        let strings = find("/strings.json").unwrap().bytes;
        type Texts = std::collections::BTreeMap<String, std::collections::BTreeMap<String, String>>;
        let strings: Texts = serde_json::from_slice(strings).unwrap();
        let keys = |language: &str| strings[language].keys().collect::<BTreeSet<_>>();
        assert_eq!(keys("ar"), keys("en"));
    }
}
