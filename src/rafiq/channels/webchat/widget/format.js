// Times, days, numbers and sizes in the reader's own way: Persian readers get
// Persian digits and the Jalali calendar, Arabic readers Arabic digits.
const LOCALES = { fa: "fa-IR-u-ca-persian-nu-arabext", ar: "ar-u-ca-gregory-nu-arab" };
const DAY_MS = 86400000;

// The reader's own variety of the language: en-GB writes 14:05, en-US 2:05 PM.
function locale() {
  const { language } = state.config;
  return LOCALES[language] || navigator.languages.find((own) => own.startsWith(language)) || language;
}

const number = (value, options) => new Intl.NumberFormat(locale(), options).format(value);
const moment = (at, options) => new Intl.DateTimeFormat(locale(), options).format(at);
const clock = (at) => moment(at, { hour: "numeric", minute: "2-digit" });
const dayOf = (at) => new Date(at).toDateString();

function dayName(at) {
  const ago = Math.round((new Date(dayOf(Date.now())) - new Date(dayOf(at))) / DAY_MS);
  if (ago < 0 || ago > 1) {
    return moment(at, { weekday: "long", day: "numeric", month: "long", year: ago > 300 ? "numeric" : undefined });
  }
  const words = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(-ago, "day");
  return words[0].toUpperCase() + words.slice(1);
}

function bytes(size) {
  const [scale, unit] = size < 1e6 ? [1e3, "kilobyte"] : [1e6, "megabyte"];
  const unitDisplay = LOCALES[state.config.language] ? "long" : "short";
  return number(Math.max(0.1, size / scale), { style: "unit", unit, unitDisplay, maximumFractionDigits: 1 });
}

const initial = (name) => [...name.trim()][0];
