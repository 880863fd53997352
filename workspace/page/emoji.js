/** The few emoji names that a bot writes as `:name:`. */
const EMOJI = {
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌", warning: "⚠️", no_entry: "⛔", rotating_light: "🚨",
  information_source: "ℹ️", question: "❓", exclamation: "❗", hourglass: "⌛", hourglass_flowing_sand: "⏳", alarm_clock: "⏰", stopwatch: "⏱️",
  clock1: "🕐", red_circle: "🔴", large_orange_circle: "🟠", large_yellow_circle: "🟡", large_green_circle: "🟢", large_blue_circle: "🔵",
  white_circle: "⚪", black_circle: "⚫", memo: "📝", clipboard: "📋", scroll: "📜", calendar: "📅", pushpin: "📌", link: "🔗", mag: "🔍", lock: "🔒",
  unlock: "🔓", scales: "⚖️", house: "🏠", bell: "🔔", no_bell: "🔕", eyes: "👀", wave: "👋", "+1": "👍", thumbsup: "👍", "-1": "👎", tada: "🎉",
  pray: "🙏", ok_hand: "👌", handshake: "🤝", police_officer: "👮", busts_in_silhouette: "👥", bust_in_silhouette: "👤", speech_balloon: "💬",
  telephone_receiver: "📞", email: "📧", arrow_right: "➡️", arrow_left: "⬅️", arrow_up: "⬆️", arrow_down: "⬇️", repeat: "🔁", new: "🆕",
  zap: "⚡", fire: "🔥", moon: "🌙", crescent_moon: "🌙", sunny: "☀️", sunrise: "🌅", coffee: "☕", bulb: "💡", gear: "⚙️", key: "🔑", file_folder: "📁",
  bar_chart: "📊", chart_with_upwards_trend: "📈", slightly_smiling_face: "🙂", smile: "😄", dragon_face: "🐲", star: "⭐", heart: "❤️",
};

/** Puts emoji in place of the names that are known. */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI[name] ?? whole);
}
