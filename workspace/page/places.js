/** Where the person is: a channel, a thread beside it, or Home. Kept in step with the address. */
import { get, post } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { Composer } from "./composer.js";
import { byId, el, icon, iconButton } from "./dom.js";
import { Values } from "./forms.js";
import { MessageList } from "./messages.js";
import { noticeError } from "./notices.js";
import { drawSidebar, openDrawer } from "./sidebar.js";
import { botName, placeName, state } from "./state.js";
import { t } from "./words.js";

let list = null;
let threadList = null;
let home = { values: new Values(), view: null };

const nameInAddress = () =>
  state.home ? "home" : state.channel?.kind === "im" ? botName().toLowerCase() : state.channel?.name;

/** Writes person and place into the address; `replace` where it is not a step of its own. */
export function keepAddress(replace = false) {
  const query = new URLSearchParams(location.search);
  query.set("as", state.me);
  query.set("channel", nameInAddress() ?? "");
  if (state.thread) query.set("thread", state.thread);
  else query.delete("thread");
  const url = `?${query}`;
  if (url === location.search) return;
  history[replace ? "replaceState" : "pushState"](null, "", url);
}

/** The channel that an address names. */
export function channelNamed(name) {
  const direct = state.channels.find((one) => one.kind === "im");
  if (name === botName().toLowerCase()) return direct;
  return state.channels.find((one) => one.name === name || one.id === name);
}

function heading(picture, words, note) {
  byId("place").replaceChildren(icon(picture), el("h1", {}, words), note ? el("small", {}, note) : "");
  document.title = `${words} · ${state.cast.team?.name ?? ""}`;
}

export async function readChannels() {
  const asked = state.me;
  const answer = await get("channels");
  if (!answer.ok || asked !== state.me) return;
  state.channels = (answer.channels ?? []).map((one) =>
    !state.home && one.id === state.channel?.id ? { ...one, unread: 0, mentions: 0 } : one,
  );
  drawSidebar();
}

function leave() {
  list?.stop();
  list = null;
  closeThread();
}

/** The composer, or for somebody who is no member a line that says so. */
function writeHere(channel) {
  const slot = byId("composer");
  if (channel.member !== false) return new Composer(slot, { channel });
  slot.replaceChildren(el("p", { class: "no-member" }, t("not_member")));
  return null;
}

/** Opens a channel and reads it. */
export async function openChannel(channel, { focus = true } = {}) {
  leave();
  Object.assign(state, { home: false, channel });
  heading(
    { im: "bot", private: "lock", channel: "hash" }[channel.kind],
    channel.kind === "im" ? botName() : channel.name,
  );
  const box = byId("messages");
  box.className = "messages";
  list = new MessageList(box, { channel, unread: channel.unread });
  const composer = writeHere(channel);
  channel.unread = 0;
  channel.mentions = 0;
  drawSidebar();
  openDrawer(false);
  if (focus && !matchMedia("(pointer: coarse)").matches) composer?.focus();
  await list.refresh();
}

/** Opens the person's Home: the app hears of it and may publish a new view. */
export async function openHome() {
  leave();
  Object.assign(state, { home: true, channel: null });
  heading("home", t("home"), botName());
  byId("composer").replaceChildren();
  byId("messages").onscroll = null;
  byId("messages").className = "messages home";
  byId("messages").replaceChildren();
  home = { values: new Values(), view: null };
  drawSidebar();
  openDrawer(false);
  await refreshHome();
  const answer = await post("open_home");
  if (!answer.ok && state.home) noticeError(answer.error);
  await refreshHome();
}

export async function refreshHome() {
  const answer = await get("home");
  if (!state.home || !answer.ok) return;
  const box = byId("messages");
  if (!answer.view) {
    box.replaceChildren(el("p", { class: "empty" }, t("empty_home", { name: botName() })));
    return;
  }
  home.view = answer.view;
  const sheet = box.querySelector(".sheet") ?? el("div", { class: "sheet blocks" });
  if (!sheet.isConnected) box.replaceChildren(sheet);
  drawBlocks(sheet, answer.view.blocks ?? [], {
    container: { view_id: answer.view.id },
    values: home.values,
    blocks: () => home.view.blocks,
  });
}

/** Opens a thread beside its channel. */
export async function openThread(ts, { focus = true } = {}) {
  closeThread();
  state.thread = ts;
  const panel = byId("thread");
  const box = el("section", { class: "messages", tabindex: -1, "aria-label": t("thread") });
  const slot = el("div", { class: "composer-slot" });
  const title = el(
    "h2",
    {},
    t("thread"),
    " ",
    el("small", {}, t("thread_in", { place: placeName(state.channel) })),
  );
  const shut = () => {
    closeThread();
    keepAddress();
  };
  panel.setAttribute("aria-label", t("thread"));
  panel.replaceChildren(
    el("header", { class: "place" }, title, iconButton("close", t("close"), shut)),
    box,
    slot,
  );
  panel.hidden = false;
  document.body.classList.add("thread-open");
  threadList = new MessageList(box, { channel: state.channel, thread: ts });
  const composer = new Composer(slot, { channel: state.channel, thread: ts });
  if (focus && !matchMedia("(pointer: coarse)").matches) composer.focus();
  await threadList.refresh();
}

export function closeThread() {
  threadList?.stop();
  threadList = null;
  state.thread = null;
  byId("thread").hidden = true;
  document.body.classList.remove("thread-open");
}

/** Reads again whatever is on the screen. */
export function refreshPlace() {
  list?.refresh();
  threadList?.refresh();
  if (state.home) refreshHome();
}
