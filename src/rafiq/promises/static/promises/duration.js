// Lengths of time in words, exactly as the server writes them (platform.calendars.duration), so that nothing jumps
// when the browser counts on.
const SECONDS = { week: 604800, day: 86400, hour: 3600, minute: 60, second: 1 };
const PERSIAN = { week: "هفته", day: "روز", hour: "ساعت", minute: "دقیقه", second: "ثانیه" };
const ENGLISH = { week: "w", day: "d", hour: "h", minute: "min", second: "s" };
const ARABIC = {
  week: { one: "أسبوع", two: "أسبوعان", few: "{} أسابيع", many: "{} أسبوعًا", other: "{} أسبوع" },
  day: { one: "يوم", two: "يومان", few: "{} أيام", many: "{} يومًا", other: "{} يوم" },
  hour: { one: "ساعة", two: "ساعتان", few: "{} ساعات", other: "{} ساعة" },
  minute: { one: "دقيقة", two: "دقيقتان", few: "{} دقائق", other: "{} دقيقة" },
  second: { one: "ثانية", two: "ثانيتان", few: "{} ثوانٍ", other: "{} ثانية" },
};
const JOINTS = { fa: " و ", ar: " و" };
const ZERO = { fa: 0x6f0, ar: 0x660 };

function digits(words, language) {
  const zero = ZERO[language];
  return zero ? words.replace(/\d/g, (digit) => String.fromCharCode(zero + Number(digit))) : words;
}

function arabicForm(count) {
  if (count <= 2) return ["zero", "one", "two"][count];
  const last = count % 100;
  return last >= 3 && last <= 10 ? "few" : last >= 11 ? "many" : "other";
}

function counted(unit, count, language) {
  if (language === "ar") {
    const forms = ARABIC[unit];
    return digits((forms[arabicForm(count)] ?? forms.other).replace("{}", count), language);
  }
  return digits(`${count} ${(language === "fa" ? PERSIAN : ENGLISH)[unit]}`, language);
}

export function duration(seconds, language, isShort) {
  let rest = isShort ? seconds - (seconds % (seconds >= 7200 ? 3600 : seconds >= 60 ? 60 : 1)) : seconds;
  const parts = Object.entries(SECONDS).map(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest %= size;
    return [unit, count];
  });
  const found = parts.findIndex(([, count]) => count);
  const first = found < 0 ? parts.length - 1 : found;
  return parts
    .slice(first, first + 2)
    .filter(([unit, count]) => count || unit === parts[first][0])
    .map(([unit, count]) => counted(unit, count, language))
    .join(JOINTS[language] ?? " ");
}
