/** What hangs on a message: its files and the marks people put on it. */
import { el, icon } from "./dom.js";
import { picture } from "./elements.js";
import { withEmoji } from "./emoji.js";
import { t } from "./words.js";

const isPicture = (name) => /\.(png|jpe?g|gif|webp|svg)$/i.test(name ?? "");

/** The workspace's own address of a file, whatever host name it was given. */
function localAddress(address) {
  return new URL(address, location.href).pathname;
}

function sizeOf(bytes) {
  return bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} kB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function fileNode(file) {
  if (file.mode === "tombstone") {
    return el("div", { class: "file" }, icon("file"), el("span", {}, t("file_deleted")));
  }
  const address = localAddress(file.url_private);
  const title = file.title || file.name;
  const shown = isPicture(file.name)
    ? el("div", { class: "image" }, picture({ image_url: address, alt_text: title }))
    : null;
  const download = el(
    "a",
    { class: "file", href: address, download: file.name },
    icon("file"),
    el("span", {}, title),
    el("small", {}, sizeOf(file.size ?? 0)),
  );
  return el("div", {}, shown, download);
}

export function filesOf(message) {
  return message.files?.length ? el("div", { class: "files" }, message.files.map(fileNode)) : null;
}

export function reactionsOf(message) {
  if (!message.reactions?.length) return null;
  return el(
    "div",
    { class: "reactions" },
    message.reactions.map((one) =>
      el("span", { class: "reaction" }, withEmoji(`:${one.name}:`), ` ${one.count}`),
    ),
  );
}
