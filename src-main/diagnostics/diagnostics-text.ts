/** What an export says, as lines that a person reads before they send it. Pure. */
import type { YardSummary, PanelSnapshot, Settings } from '../../src-shared/panel.ts';
import { plain } from '../../src-shared/wording.ts';
import { fleetLine } from '../desktop/fleet-line.ts';
import type { KeptYard } from '../yards/kept-yard.ts';
import { isoTime } from './iso-time.ts';
import type { ReadJournal } from './read-journals.ts';
import type { Redact } from './redact.ts';

export interface DiagnosticsYard {
  readonly summary: YardSummary;
  readonly panel: PanelSnapshot;
}

export interface DiagnosticsFacts {
  readonly atMs: number;
  /** `Electron`: `33.2.1` */
  readonly versions: Readonly<Record<string, string>>;
  readonly platform: Readonly<Record<string, string>>;
  /** Why it is written, when something went wrong; null: a person asked for it. */
  readonly because: string | null;
  /** Null: the settings were not read. */
  readonly settings: Settings | null;
  readonly kept: readonly KeptYard[];
  /** Null: the panel is not there to be asked. */
  readonly yards: readonly DiagnosticsYard[] | null;
  readonly journals: readonly ReadJournal[];
  readonly logs: readonly { readonly name: string; readonly lines: readonly string[] }[];
}

/** Of one line: a log that is all one line tells nothing, and would be all of the file. */
const lineLimit = 500;

export function diagnosticsText(facts: DiagnosticsFacts, redact: Redact): string {
  const lines = sections(facts).flatMap(({ title, lines: own }) => ['', `== ${title} ==`, ...own]);
  const head = [
    'Blockyard diagnostics',
    `Written ${isoTime(facts.atMs)}. Secrets, account numbers, hosts, addresses and people are taken out.`,
  ];
  // Each line apart: what a text from outside holds can neither begin a new one nor reach into the next.
  const shown = [...head, ...lines].map((line) => plain(redact(plain(line, 4000)), lineLimit));
  return `${shown.join('\n')}\n`;
}

interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

function sections(facts: DiagnosticsFacts): readonly Section[] {
  const { because, yards, journals, logs } = facts;
  return [
    ...(because === null ? [] : [{ title: 'What happened', lines: because.split('\n') }]),
    { title: 'Versions', lines: pairs(facts.versions) },
    { title: 'Computer', lines: pairs(facts.platform) },
    { title: 'Settings', lines: settingsLines(facts) },
    {
      title: 'Yards',
      lines:
        yards === null
          ? ['the panel was not there to be asked']
          : yards.flatMap((yard) => yardLines(yard, facts.atMs)),
    },
    ...journals.map((journal) => ({
      title: `Last changes in ${journal.name}`,
      lines: journal.lines.length === 0 ? ['none'] : journal.lines,
    })),
    {
      title: 'What is missing or damaged in the records',
      lines: orNone(journals.flatMap(({ name, gaps }) => gaps.map((gap) => `${name}: ${gap}`))),
    },
    ...logs.map(({ name, lines }) => ({ title: `Last lines of ${name}`, lines: orNone(lines) })),
  ];
}

function orNone(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? ['none'] : lines;
}

function pairs(facts: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(facts).map(([name, value]) => `${name}: ${value}`);
}

function settingsLines({ settings, kept }: DiagnosticsFacts): readonly string[] {
  if (settings === null) return ['they could not be read'];
  const { theme, onQuit, notifications = 'all', tray = 'shown' } = settings;
  return [
    ...pairs({ theme, onQuit, notifications, tray }),
    ...kept.map(({ connection, safety, accountId, markers }) => {
      const from = connection.credentials.kind;
      const where = connection.endpoint === null ? 'AWS' : connection.endpoint;
      const marked = String(markers.length);
      // The profile's name stays out: it often is a customer's.
      return `connected: account ${accountId} ${connection.region} at ${where}, from ${from}, safety ${safety}, ${marked} declared markers`;
    }),
  ];
}

function yardLines({ summary, panel }: DiagnosticsYard, nowMs: number): readonly string[] {
  const { kind, status, running } = summary;
  // In an account its name is the profile's, which often is a customer's.
  const name = kind === 'aws' ? summary.id : summary.name;
  const { link, capabilities, fleets, progress, outcomes, observedAtMs } = panel;
  const seen = observedAtMs === null ? 'never' : isoTime(observedAtMs);
  const reason = 'reason' in link ? `, because: ${link.reason}` : '';
  return [
    `yard ${name} (${kind}): ${status}${reason}; seen ${seen}; runs ${running ?? 'nothing'}`,
    `  can: ${capabilityText(capabilities)}`,
    ...fleets.map((fleet) => {
      const { name: called, text, wayBack } = fleetLine(fleet, panel, nowMs);
      return `  fleet ${called}: ${text}; ${wayBack ?? 'no way back'}`;
    }),
    ...progress.map(
      ({ title, value, waitingBecause }) =>
        `  runs: ${title}, ${String(Math.floor(value * 100))} %, ${waitingBecause ?? 'waits for nothing'}`,
    ),
    ...outcomes.map(
      ({ intent, kind: end, text, atMs }) =>
        `  ended ${isoTime(atMs)}: ${intent.kind} ${end}: ${text}`,
    ),
  ];
}

function capabilityText(capabilities: PanelSnapshot['capabilities']): string {
  return Object.entries(capabilities)
    .map(([name, value]) => `${name}=${Array.isArray(value) ? value.join('+') : String(value)}`)
    .join(' ');
}
