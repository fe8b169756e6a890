/** Secrets known by how they look, whatever name stands before them. One line at a time. */
import { isHarmlessValue } from './secret-names.ts';
import { spansOf, type Span } from './span.ts';

/** Each hides its group `hide`. Published prefixes of the issuers. */
const shapes: readonly RegExp[] = [
  /(?<![A-Za-z0-9])(?<hide>(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,})(?![a-z])/dgu,
  /(?<hide>\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|gl(?:pat|dt|rt|ptt|agent)-[\w-]{16,}))/dgu,
  /(?<hide>\bxox[abeoprs]-[A-Za-z0-9-]{10,}|\bxapp-[A-Za-z0-9-]{10,})/dgu,
  /(?<hide>\b(?:sk|rk|pk|whsec)_(?:live|test)?_?[A-Za-z0-9]{16,}|\bsk-[\w-]{20,})/dgu,
  /(?<hide>\bAIza[\w-]{30,}|\bya29\.[\w-]{20,}|\bGOCSPX-[\w-]{20,})/dgu,
  /(?<hide>\b(?:npm_[A-Za-z0-9]{30,}|pypi-[\w-]{30,}|dckr_pat_[\w-]{20,}|shp(?:at|ca|pa|ss)_[a-fA-F0-9]{20,}))/dgu,
  /(?<hide>\b(?:hv[sbr]\.[\w-]{20,}|s\.[A-Za-z0-9]{24}\b|SG\.[\w-]{16,}\.[\w-]{16,}|tskey-[\w-]{10,}|AGE-SECRET-KEY-1[A-Z0-9]{20,}|ATATT[\w=-]{20,}|dop_v1_[a-f0-9]{20,}|NRAK-[A-Z0-9]{20,}))/dgu,
  // crypt(3) hashes can be guessed offline.
  /(?<hide>\$(?:1|2[abxy]|5|6|7|y|gy|argon2id?|apr1)\$[^\s"',:]{8,})/dgu,
  /hooks\.slack\.com\/(?:services|workflows)\/(?<hide>[\w/-]+)/dgu,
  /discord(?:app)?\.com\/api\/webhooks\/\d+\/(?<hide>[\w-]+)/dgu,
  /\b(?:Bearer|Basic|Digest|Token)\s+(?<hide>[^\s"'`$][^\s"'`]{5,})/dgiu,
];

/**
 * JSON web token; the signature may be missing. From the dot in its middle, of which there is one, and not
 * from each `eyJ` on: the part before it is looked for backwards.
 */
const webToken = /(?=\.eyJ)(?<=(?<head>\beyJ[\w-]{8,}))\.eyJ[\w-]{8,}(?:\.[\w-]*)?/dgu;

function webTokens(line: string): Span[] {
  return [...line.matchAll(webToken)].map((match) => ({
    start: match.indices?.groups?.['head']?.[0] ?? match.index,
    end: match.index + match[0].length,
  }));
}

/** What stands between `//` and `@`: up to the last `@`, since passwords hold unescaped ones. */
const userInfo = /\b(?<scheme>[a-z][a-z0-9+.-]{1,20}):\/\/(?<info>[^\s/"'<>`]{1,500})@/dgiu;

function credentialsInAddresses(line: string): Span[] {
  return [...line.matchAll(userInfo)].flatMap((match) => {
    const info = match.groups?.['info'] ?? '';
    const at = match.indices?.groups?.['info']?.[0] ?? 0;
    const colon = info.indexOf(':');
    const isWeb = /^https?$/iu.test(match.groups?.['scheme'] ?? '');
    // `ssh://git@host` names a user; `https://TOKEN@host` does not.
    if (colon < 0 && !isWeb) return [];
    const secret = colon < 0 ? info : info.slice(colon + 1);
    if (isHarmlessValue(secret)) return [];
    return [{ start: at + info.length - secret.length, end: at + info.length }];
  });
}

const awsSecretKey = /(?<![A-Za-z0-9/+])(?<hide>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/dgu;
const longToken =
  /(?<![A-Za-z0-9/+_.~-])(?<hide>[A-Za-z0-9_+~-]{32,}={0,2})(?![A-Za-z0-9/+_=-])/dgu;
const publicKey =
  /\b(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-nistp\d{1,4}|sk-ssh-\S{1,60})\s+[A-Za-z0-9+/=]+/gu;

/** Plain text throughout; random bytes are next to never. */
export function isReadable(text: string): boolean {
  return !/[\ufffd\p{Cc}]/u.test(text.replace(/[\t\n\r]/gu, ''));
}

/** Bits for each character: random letters and digits have above 4, words and paths below. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / text.length;
    return sum - share * Math.log2(share);
  }, 0);
}

function looksRandom(text: string): boolean {
  // Base64 of something readable is judged by what it says, elsewhere.
  if (isReadable(Buffer.from(text, 'base64').toString('utf8'))) return false;
  if (!/[a-z]/u.test(text) || !/[A-Z]/u.test(text) || !/\d/u.test(text)) return false;
  // Digits stand among the letters of a token, and at the end of a word.
  const turns = text.match(/\d(?=[A-Za-z])|[A-Za-z](?=\d)/gu)?.length ?? 0;
  return turns >= 3 ? entropy(text) >= 3.7 : text.length === 40 && entropy(text) >= 4.3;
}

function randomLooking(line: string): Span[] {
  const open = line.replace(publicKey, (found) => ' '.repeat(found.length));
  return [...spansOf(open, awsSecretKey), ...spansOf(open, longToken)].filter(({ start, end }) =>
    looksRandom(open.slice(start, end)),
  );
}

export function secretsByShape(line: string): Span[] {
  return [
    ...shapes.flatMap((shape) => spansOf(line, shape)),
    ...webTokens(line),
    ...credentialsInAddresses(line),
    ...randomLooking(line),
  ].filter(({ start, end }) => !isHarmlessValue(line.slice(start, end)));
}
