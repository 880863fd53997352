/** Light or dark: the system's choice until a person makes their own. */
const KEPT_AS = "workspace-theme";
const system = matchMedia("(prefers-color-scheme: dark)");

export function useTheme() {
  const kept = localStorage.getItem(KEPT_AS);
  if (kept) document.documentElement.dataset.theme = kept;
}

export function keepTheme(theme) {
  localStorage.setItem(KEPT_AS, theme);
  useTheme();
}

export function isDark() {
  const theme = document.documentElement.dataset.theme;
  return theme ? theme === "dark" : system.matches;
}

export const onSystemTheme = (listener) => system.addEventListener("change", listener);
