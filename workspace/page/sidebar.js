/** The list of places on the left: Home, the bot, the channels, with what is unread. */
import { byId, el, icon } from "./dom.js";
import { botName, state, tell } from "./state.js";
import { t } from "./words.js";

function badge(channel) {
  if (channel.mentions)
    return el(
      "span",
      { class: "count mentions", "aria-label": t("mention_count", { count: channel.mentions }) },
      String(channel.mentions),
    );
  if (channel.unread)
    return el(
      "span",
      { class: "count", "aria-label": t("unread_count", { count: channel.unread }) },
      String(channel.unread),
    );
  return null;
}

function row(picture, name, { current, unread, onclick, extra }) {
  const classes = ["place-row", unread ? "unread" : ""].join(" ").trim();
  return el(
    "li",
    {},
    el(
      "button",
      { type: "button", class: classes, "aria-current": current ? "page" : null, onclick },
      icon(picture),
      el("span", { class: "place-name" }, name),
      extra,
    ),
  );
}

function channelRow(channel) {
  const picture = { im: "bot", private: "lock", channel: "hash" }[channel.kind];
  const current = !state.home && state.channel?.id === channel.id;
  const name = channel.kind === "im" ? botName() : channel.name;
  return row(picture, name, {
    current,
    unread: channel.unread > 0,
    onclick: () => tell("go", channel),
    extra: badge(channel),
  });
}

function group(title, channels) {
  if (!channels.length) return "";
  return el("div", {}, el("h2", {}, t(title)), el("ul", {}, channels.map(channelRow)));
}

/** Draws the list again. */
export function drawSidebar() {
  const direct = state.channels.filter((one) => one.kind === "im");
  const channels = state.channels.filter((one) => one.kind !== "im");
  const own = channels.filter((one) => one.member);
  const others = channels.filter((one) => !one.member);
  const nav = byId("sidebar");
  const focused = nav.contains(document.activeElement) ? document.activeElement.textContent : null;
  nav.setAttribute("aria-label", t("places"));
  nav.replaceChildren(
    el(
      "ul",
      {},
      row("home", t("home"), { current: state.home, onclick: () => tell("go_home") }),
      direct.map(channelRow),
    ),
    group("channels", own),
    group("other_channels", others),
  );
  if (focused) [...nav.querySelectorAll("button")].find((one) => one.textContent === focused)?.focus();
}

/** Opens or shuts the list where the screen is narrow. */
export function openDrawer(open) {
  document.body.classList.toggle("drawer-open", open);
  byId("shade").hidden = !open;
  byId("drawer-button")?.setAttribute("aria-expanded", String(open));
  if (open) byId("sidebar").querySelector("[aria-current], button")?.focus();
}
