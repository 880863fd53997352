/** Times as people in Wales read them: Europe/London, 24 hours, in English or Welsh. */
import { shownNow } from "./dial.js";
import { language, t } from "./words.js";

const ZONE = "Europe/London";
const WELSH_DAYS = ["Sul", "Llun", "Mawrth", "Mercher", "Iau", "Gwener", "Sadwrn"];
const WELSH_MONTHS = [
  "Ionawr",
  "Chwefror",
  "Mawrth",
  "Ebrill",
  "Mai",
  "Mehefin",
  "Gorffennaf",
  "Awst",
  "Medi",
  "Hydref",
  "Tachwedd",
  "Rhagfyr",
];
const ENGLISH_DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const ENGLISH_MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

const reader = new Intl.DateTimeFormat("en-GB", {
  timeZone: ZONE,
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

function parts(seconds) {
  const found = {};
  for (const { type, value } of reader.formatToParts(new Date(seconds * 1000))) found[type] = value;
  return found;
}

/** `2026-11-20` in London for a Slack time stamp or a number of seconds. */
export function dayKey(ts) {
  const { year, month, day } = parts(Number(ts));
  return `${year}-${month}-${day}`;
}

export function clock(ts) {
  const { hour, minute } = parts(Number(ts));
  return `${hour}:${minute}`;
}

function clockWithSeconds(ts) {
  return `${clock(ts)}:${parts(Number(ts)).second}`;
}

/** The day of the week in words. */
export function weekday(ts) {
  const names = language() === "cy" ? WELSH_DAYS : ENGLISH_DAYS;
  return names[new Date(`${dayKey(ts)}T12:00:00Z`).getUTCDay()];
}

function longDay(ts, withYear) {
  const { year, month, day } = parts(Number(ts));
  const welsh = language() === "cy";
  const months = welsh ? WELSH_MONTHS : ENGLISH_MONTHS;
  const start = welsh ? `Dydd ${weekday(ts)}` : weekday(ts);
  return `${start} ${Number(day)} ${months[Number(month) - 1]}${withYear ? ` ${year}` : ""}`;
}

function nearDay(ts) {
  const now = shownNow();
  if (dayKey(ts) === dayKey(now)) return t("today");
  if (dayKey(ts) === dayKey(now - 86400)) return t("yesterday");
  return "";
}

/** The words between two days of messages. */
export function dayLabel(ts) {
  return nearDay(ts) || longDay(ts, false);
}

export function fullTime(ts) {
  return `${longDay(ts, true)}, ${clockWithSeconds(ts)}`;
}

export function shortDay(ts) {
  const { month, day, year } = parts(Number(ts));
  const names = language() === "cy" ? WELSH_MONTHS : ENGLISH_MONTHS;
  return `${Number(day)} ${names[Number(month) - 1].slice(0, 3)} ${year}`;
}

function ago(ts) {
  const minutes = Math.round((Number(ts) - shownNow()) / 60);
  const format = new Intl.RelativeTimeFormat(language() === "cy" ? "cy" : "en-GB");
  if (Math.abs(minutes) < 60) return format.format(minutes, "minute");
  return Math.abs(minutes) < 2880
    ? format.format(Math.round(minutes / 60), "hour")
    : format.format(Math.round(minutes / 1440), "day");
}

const TOKENS = {
  date_num: dayKey,
  date: (ts) => longDay(ts, true),
  date_long: (ts) => longDay(ts, true),
  date_short: shortDay,
  date_slash: (ts) => dayKey(ts).split("-").reverse().join("/"),
  date_pretty: (ts) => nearDay(ts) || longDay(ts, true),
  date_long_pretty: (ts) => nearDay(ts) || longDay(ts, true),
  date_short_pretty: (ts) => nearDay(ts) || shortDay(ts),
  day_divider_pretty: (ts) => nearDay(ts) || longDay(ts, false),
  time: clock,
  time_secs: clockWithSeconds,
  ago,
};

/** Slack's `{date} at {time}` patterns. */
export function datePattern(ts, pattern) {
  return pattern.replace(/\{(\w+)\}/g, (whole, token) => (TOKENS[token] ? TOKENS[token](ts) : whole));
}
