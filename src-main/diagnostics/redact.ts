/**
 * Takes out of a text what belongs to a person, an account or a machine: secrets, account numbers, names of
 * hosts, addresses, people. The same thing has the same placeholder throughout one export, so that a story
 * can still be followed. Pure.
 */
import { maskSecrets } from '../masking/mask-secrets.ts';

export interface KnownNames {
  /** Of this computer and of others that stand in what is exported. */
  readonly hosts: readonly string[];
  readonly people: readonly string[];
  /** Of AWS: often a customer's name. */
  readonly profiles: readonly string[];
  /** Their home folder. */
  readonly home: string;
}

export type Redact = (text: string) => string;

/** A shorter one is a word of every text: `a`, `db`. */
const shortestName = 3;

/** What stands in the place of a secret; nothing of the secret, not even whether two are equal. */
const hidden = '\u2022\u2022\u2022\u2022';

export function createRedactor(known: KnownNames): Redact {
  const numbered = new Map<string, Map<string, number>>();
  const placeholder = (kind: string, found: string): string => {
    const ofKind = numbered.get(kind) ?? new Map<string, number>();
    numbered.set(kind, ofKind);
    const key = found.toLowerCase().replaceAll('-', '');
    const number = ofKind.get(key) ?? ofKind.size + 1;
    ofKind.set(key, number);
    return `<${kind} ${String(number)}>`;
  };
  const people = named(known.people);
  const hosts = named(known.hosts);
  // Everybody has one of that name, and it is a word of many sentences.
  const profiles = known.profiles.filter((name) => name !== 'default');
  const longProfiles = named(profiles);
  const shortProfiles = profiles.filter((name) => name !== '' && !longProfiles.includes(name));
  const hostOf = (found: string): string =>
    found.startsWith('<') ? found : placeholder('host', found);
  const personOf = (found: string): string =>
    found.startsWith('<') ? found : placeholder('person', found);
  const steps: readonly Redact[] = [
    (text) => maskSecrets(text, () => hidden),
    (text) => (known.home.length < shortestName ? text : text.replaceAll(known.home, '<home>')),
    (text) => replaceAll(text, longProfiles, (found) => placeholder('profile', found)),
    (text) =>
      shortProfiles.reduce(
        (before, name) =>
          before.replace(new RegExp(`(\\bprofile )${escaped(name)}(?![\\w-])`, 'giu'), (_, word: string) => word + placeholder('profile', name)), // prettier-ignore
        text,
      ),
    (text) => text.replace(homes, (_, before: string) => `${before}<person>`),
    (text) => text.replace(mail, (found) => placeholder('mail', found)),
    (text) => text.replace(accounts, (found) => placeholder('account', found)),
    (text) => replaceAll(text, hosts, (found) => placeholder('host', found)),
    (text) =>
      text.replace(hostInAddress, (_, scheme: string, user: string | undefined, host: string) => {
        const who = user === undefined ? '' : `${hidden}@`;
        return `${scheme}${who}${isOwn(host) ? host : placeholder('host', host)}`;
      }),
    (text) => text.replace(hostName, (found) => placeholder('host', found)),
    (text) => text.replace(ipv4, (found) => (isOwn(found) ? found : placeholder('address', found))),
    (text) => text.replace(ipv6, (found) => placeholder('address', found)),
    (text) => replaceAll(text, people, (found) => placeholder('person', found)),
    // Whoever is named in a sentence of another panel, and by nothing that is known here.
    (text) =>
      text.replace(byWhom, (_, before: string, who: string, host: string) => {
        return `${before}${personOf(who)} on ${hostOf(host)}`;
      }),
    (text) =>
      text.replace(whoGoesOn, (_, who: string, host: string) => {
        return `${personOf(who)} on ${hostOf(host)}`;
      }),
    (text) => text.replace(notedBy, (_, before: string, who: string) => before + personOf(who)),
  ];
  return (text) => steps.reduce((before, step) => step(before), text);
}

/** `/home/ana`, `/Users/ana`, `C:\Users\ana`: whoever's. */
const homes = /((?:\/home\/|\/Users\/|\\Users\\))[^\s/\\:"']{1,64}/gu;
const mail = /\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/gu;
/** Twelve digits, also as the window writes them. */
const accounts = /(?<![\d-])(?:\d{12}|\d{4}-\d{4}-\d{4})(?![\d-])/gu;
/** With whoever is named before it. */
const hostInAddress =
  /\b([a-z][a-z0-9+.-]{1,20}:\/\/)([^\s/"'<>@]{1,300}@)?([^\s/:"'<>@?#[\]]{1,253})/giu;
/** Three labels or more, or two of which the last is one that hosts have and files do not. */
const hostName =
  /(?<![\w./<-])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,8}(?:com|net|org|io|dev|cloud|app|internal|local|lan|corp|home|intern|test|example|invalid|aws|de|at|ch|eu|uk|fr|us)(?![\w-])/giu;
const ipv4 = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/gu;
/** Four groups at least, or the doubled colon: a time of day has three. */
const ipv6 =
  /(?<![\w:])(?:(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,6}:(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,5})?)(?![\w:])/giu;

/** `by Ann Lee on anns-book`, with either part taken out before or not. */
const byWhom =
  /(\b(?:by|By) )(<person \d+>|[^\s<>]{1,80}(?: [^\s<>]{1,80}){0,3}?) on (<host \d+>|[^\s<>,;:()]{0,253}[^\s<>,;:().])/gu;
/** `ben on bens-mac carries it on`, `... goes on with the fleet`, `... keeps it`. */
const whoGoesOn =
  /(<person \d+>|\p{Lu}[\p{L}.'-]{0,40}(?: \p{Lu}[\p{L}.'-]{0,40}){1,3}|[^\s<>"(]{1,80}) on (<host \d+>|[^\s<>]{1,253})(?= (?:carries|goes on|keeps|runs)\b)/gu;
const notedBy = /(\bnoted by )(<person \d+>|[^<>()]{1,300})(?=\))/gu;

/** Loopback is every computer's own. */
function isOwn(host: string): boolean {
  return /^(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|0\.0\.0\.0|localhost|bundle)$/iu.test(host);
}

/** Longest first: of `desk` and `desk-2` the longer one is meant where it stands. */
function named(names: readonly string[]): readonly string[] {
  const whole = names.map((name) => name.trim()).filter(({ length }) => length >= shortestName);
  return [...new Set(whole)].sort((a, b) => b.length - a.length);
}

function replaceAll(text: string, names: readonly string[], by: (found: string) => string): string {
  return names.reduce((before, name) => {
    return before.replace(new RegExp(`(?<![\\w-])${escaped(name)}(?![\\w-])`, 'giu'), by);
  }, text);
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
}
