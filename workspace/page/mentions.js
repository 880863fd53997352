/** People and channels inside text: shown as names, sent as Slack's <@U…> and <#C…|name>. */
import { el } from "./dom.js";
import { nameOf, placeName, state, tell } from "./state.js";
import { t } from "./words.js";

export function userMention(id, label) {
  const known = nameOf(id);
  const name = known === id && label ? label : known;
  return el("span", { class: id === state.me ? "mention mention-me" : "mention", "data-user": id }, `@${name}`);
}

export function channelMention(id, label) {
  const channel = state.channels.find((one) => one.id === id);
  if (!channel) return el("span", { class: "mention" }, `#${label || id}`);
  const open = () => tell("go", channel);
  return el("button", { type: "button", class: "mention mention-channel", onclick: open }, placeName(channel));
}

export function broadcastMention(range) {
  return el("span", { class: "mention mention-me", title: t("everyone_here") }, `@${range}`);
}

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const literally = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const everybody = () => [...state.cast.people, state.cast.bot];
const fullName = (one) => `@${one.real_name || one.name}`;

function namesToCodes() {
  const codes = new Map(everybody().map((one) => [escaped(fullName(one)), `<@${one.id}>`]));
  for (const one of state.channels) if (one.kind !== "im") codes.set(`#${one.name}`, `<#${one.id}|${one.name}>`);
  for (const range of ["here", "channel", "everyone"]) codes.set(`@${range}`, `<!${range}>`);
  return codes;
}

function anyOf(names) {
  return names.sort((a, b) => b.length - a.length).map(literally).join("|");
}

/** A message as Slack keeps it: escaped, with mentions and addresses in angle brackets. */
export function outgoingMessage(typed) {
  const codes = namesToCodes();
  const pattern = new RegExp(`(?:${anyOf([...codes.keys()])})(?![\\w-])|https?://[^\\s|]+`, "g");
  return escaped(typed).replace(pattern, (found) => codes.get(found) ?? `<${found}>`);
}

/** A command as it is typed in Slack: full names become @handles, which the workspace escapes if the app asks for it. */
export function outgoingCommand(typed) {
  const handles = new Map(everybody().map((one) => [fullName(one), `@${one.name}`]));
  const pattern = new RegExp(`(?:${anyOf([...handles.keys()])})(?![\\w-])`, "g");
  return typed.replace(pattern, (found) => handles.get(found));
}
