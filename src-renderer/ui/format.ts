/** Numbers and times as people read them. Pure: the clock is passed in. */
import { bytesText } from '../../src-shared/bytes-text.ts';

const noBreak = '\u00a0';

/** `1 842`: groups of three from four digits on. */
export function count(value: number): string {
  // eslint-disable-next-line regexp/no-super-linear-move -- the digits of one number
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, noBreak);
}

/** `12 s`, `4 min`, `3 h`, `6 days`: one unit, rounded down, never negative. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${String(seconds)}${noBreak}s`;
  if (seconds < 3600) return `${String(Math.floor(seconds / 60))}${noBreak}min`;
  if (seconds < 86_400) return `${String(Math.floor(seconds / 3600))}${noBreak}h`;
  const days = Math.floor(seconds / 86_400);
  return `${String(days)}${noBreak}${days === 1 ? 'day' : 'days'}`;
}

/** `12 s ago`; `just now` below two seconds and for moments that our clock has not reached. */
export function ago(ms: number): string {
  return ms < 2000 ? 'just now' : `${span(ms)} ago`;
}

/** `14:02:11` on the reader's clock. */
export function clockTime(atMs: number): string {
  const at = new Date(atMs);
  if (Number.isNaN(at.getTime())) return '--:--:--';
  return [at.getHours(), at.getMinutes(), at.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}

/** `2026-11-23 14:02:11` on the reader's clock. */
export function dateTime(atMs: number): string {
  const at = new Date(atMs);
  if (Number.isNaN(at.getTime())) return 'unknown';
  const day = [at.getFullYear(), at.getMonth() + 1, at.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
  return `${day} ${clockTime(atMs)}`;
}

/** `27 ms`, `1.2 s`; `-` when nothing was measured. */
export function latency(ms: number | null): string {
  if (ms === null) return '-';
  if (ms < 10) return `${ms.toFixed(1)}${noBreak}ms`;
  if (ms < 1000) return `${String(Math.round(ms))}${noBreak}ms`;
  return `${(ms / 1000).toFixed(1)}${noBreak}s`;
}

/** `1 842 req/s`, `0.4 req/s`. */
export function rate(perSecond: number): string {
  const text =
    perSecond > 0 && perSecond < 9.95 ? perSecond.toFixed(1).replace(/\.0$/, '') : count(perSecond);
  return `${text}${noBreak}req/s`;
}

/** `0.00 % errors`: two digits, because the second one is what tells a bad release early. */
export function errorShare(errorsPerSecond: number, requestsPerSecond: number): string {
  if (requestsPerSecond <= 0) return 'no errors';
  const share = (errorsPerSecond / requestsPerSecond) * 100;
  if (share > 0 && share < 0.01) return `<0.01${noBreak}% errors`;
  const digits = share >= 10 || share === 0 ? 0 : 2;
  return `${share.toFixed(digits)}${noBreak}% errors`;
}

/** `12 kB`, `38 MB`. */
export function bytes(value: number): string {
  return bytesText(value).replace(' ', noBreak);
}

/** `sha256:0b7e…41c2`: enough to tell two apart, never more than fits. */
export function shortId(id: string): string {
  const [scheme, digits] = id.includes(':')
    ? [`${id.split(':')[0] ?? ''}:`, id.split(':')[1] ?? '']
    : ['', id];
  return digits.length <= 14 ? id : `${scheme}${digits.slice(0, 6)}\u2026${digits.slice(-4)}`;
}

/** `1 block`, `4 blocks`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}
