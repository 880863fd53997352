/** The page's own few words, in English and Welsh (the Welsh awaits a Welsh speaker's review). */
import { ENGLISH } from "./words_en.js";
import { WELSH } from "./words_cy.js";

const DICTIONARIES = { en: ENGLISH, cy: WELSH };
const KEPT_AS = "workspace-language";

let current = "en";

/** Takes the language kept from last time, or the browser's. */
export function chooseLanguage(asked) {
  const wanted = asked ?? localStorage.getItem(KEPT_AS) ?? navigator.language.slice(0, 2);
  current = wanted in DICTIONARIES ? wanted : "en";
  document.documentElement.lang = current === "cy" ? "cy" : "en-GB";
}

export function keepLanguage(code) {
  localStorage.setItem(KEPT_AS, code);
  chooseLanguage(code);
}

export const language = () => current;

/** The words for `key`, with {names} filled in. */
export function t(key, values = {}) {
  const words = DICTIONARIES[current][key] ?? ENGLISH[key] ?? key;
  return words.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** The words for an error code of the workspace, or a general sentence that names the code. */
export function errorWords(code, values = {}) {
  const key = `error_${code}`;
  return key in ENGLISH ? t(key, values) : t("error_other", { ...values, code });
}
