/** Words of JavaScript that Prometheus' regular expressions (RE2) do not know: looking around and back. */
const NOT_RE2 = /\(\?<?[=!]|\\[1-9]|\(\?<[A-Za-z]/;

/** Whether Prometheus can read it. One that it cannot read would stop every reload of its configuration. */
export function isRe2(regex: string): boolean {
  if (regex === '' || NOT_RE2.test(regex)) return false;
  try {
    new RegExp(regex.replace(/^\(\?[ims]+\)/, ''), 's');
    return true;
  } catch {
    return false;
  }
}
