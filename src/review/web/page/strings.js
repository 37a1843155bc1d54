// Texts of the interface: in, strings.json; out, the text of a key in the language that is on.

let all = {};
let language = 'en';

export async function load(preferred) {
  all = await (await fetch('strings.json')).json();
  use(preferred ?? localStorage.getItem('rasd.language') ?? navigator.language.slice(0, 2));
}

// Speaks a language; one that the reviewer chose is kept.
export function use(wanted, chosen = false) {
  language = wanted in all ? wanted : 'en';
  if (chosen) localStorage.setItem('rasd.language', language);
  document.documentElement.lang = language;
  document.documentElement.dir = t('dir');
  document.title = t('title');
}

export const current = () => language;
export const other = () => (language === 'ar' ? 'en' : 'ar');

// The text of a key, with {names} filled in; the key itself where there is none.
export function t(key, values = {}) {
  const text = all[language]?.[key] ?? key;
  const given = (name) => (typeof values[name] === 'string' ? isolated(values[name]) : number(values[name]));
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? given(name) : whole));
}

// Days and Latin names keep their own direction inside an Arabic sentence.
const isolated = (text) => (text !== '' && language === 'ar' ? `\u2068${text}\u2069` : text);

// A term of the records, as "kind.clash"; the term itself where it has no text.
export function term(group, value) {
  if (value === null || value === undefined || value === '') return t('none');
  return all[language]?.[`${group}.${value}`] ?? String(value);
}

export function number(value) {
  return typeof value === 'number' ? value.toLocaleString(language === 'ar' ? 'ar-u-nu-latn' : 'en') : value;
}

let countries = {};
// The name of a country by its code.
export function country(code) {
  if (!code) return t('none');
  countries[language] ??= new Intl.DisplayNames([language], { type: 'region' });
  try {
    return countries[language].of(code) ?? code;
  } catch {
    return code;
  }
}

// The name of a column of events.csv; bounds of counts by what is counted.
export function column(name) {
  const bound = /^(.+)_(low|high)$/.exec(name);
  return bound ? `${t(`field.${bound[1]}`)} (${t(`form.${bound[2]}`)})` : t(`field.${name}`);
}
