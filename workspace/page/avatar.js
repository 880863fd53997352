/** A person's initials on a quiet colour of their own, or the bot's mark. */
import { el } from "./dom.js";
import { botId, nameOf, person } from "./state.js";

const COLOURS = 8;

function initials(name) {
  const words = name.split(/\s+/).filter((word) => /^\p{Lu}\p{Ll}/u.test(word));
  const names = words.slice(-2);
  return names.map((word) => word[0]).join("") || name.slice(0, 1).toUpperCase();
}

function colour(id) {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return sum % COLOURS;
}

/** The picture beside a message; screen readers have the name in words. */
export function avatar(id, name) {
  if (id === botId() || !person(id))
    return el(
      "span",
      { class: "avatar bot", "aria-hidden": "true" },
      el("img", { src: "/ui/static/mark.svg", alt: "" }),
    );
  return el(
    "span",
    { class: `avatar colour-${colour(id)}`, "aria-hidden": "true" },
    initials(name || nameOf(id)),
  );
}
