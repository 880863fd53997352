/** People and channels inside text, shown by their names. */
import { el } from "./dom.js";
import { nameOf, placeName, state, tell } from "./state.js";
import { t } from "./words.js";

export function userMention(id, label) {
  const known = nameOf(id);
  const name = known === id && label ? label : known;
  return el(
    "span",
    { class: id === state.me ? "mention mention-me" : "mention", "data-user": id },
    `@${name}`,
  );
}

export function channelMention(id, label) {
  const channel = state.channels.find((one) => one.id === id);
  if (!channel) return el("span", { class: "mention" }, `#${label || id}`);
  const open = () => tell("go", channel);
  return el(
    "button",
    { type: "button", class: "mention mention-channel", onclick: open },
    placeName(channel),
  );
}

export function broadcastMention(range) {
  return el("span", { class: "mention mention-me", title: t("everyone_here") }, `@${range}`);
}
