/** Puts an export together: what is known of the panel, its records and its logs, with nobody's secrets in it. */
import { homedir, hostname, release } from 'node:os';
import type { Settings } from '../../src-shared/panel.ts';
import { personName } from '../settings/person-name.ts';
import type { KeptYard } from '../yards/kept-yard.ts';
import {
  diagnosticsText,
  type DiagnosticsFacts,
  type DiagnosticsYard,
} from './diagnostics-text.ts';
import { peopleIn } from './named-people.ts';
import { readJournals } from './read-journals.ts';
import { readLogs } from './read-logs.ts';
import { createRedactor } from './redact.ts';

export interface DiagnosticsGround {
  readonly dataFolder: string;
  readonly yardFolder: string;
  readonly appVersion: string;
  readonly nowMs: number;
  /** As `because` of the facts. */
  readonly because: string | null;
  readonly settings: Settings | null;
  readonly kept: readonly KeptYard[];
  readonly yards: readonly DiagnosticsYard[] | null;
}

/** @returns the whole text of the file, as it is previewed. */
export async function collectDiagnostics(ground: DiagnosticsGround): Promise<string> {
  const facts = await gatherFacts(ground);
  const panels = (ground.yards ?? []).map(({ panel }) => panel);
  const owners = [...peopleIn(panels), ...facts.journals.flatMap((one) => one.owners)];
  const redact = createRedactor({
    hosts: [hostname(), ...owners.map(({ host }) => host)],
    people: [personName(), ...owners.map(({ name }) => name)],
    profiles: profilesIn(ground),
    home: homedirOrNone(),
  });
  return diagnosticsText(facts, redact);
}

/** Also as what a yard is called by: its name is the profile's, and stands in its faults. */
function profilesIn({ kept, yards }: DiagnosticsGround): readonly string[] {
  const ofKept = kept.flatMap(({ connection: { credentials } }) =>
    credentials.kind === 'profile' ? [credentials.profile] : [],
  );
  const ofYards = (yards ?? []).flatMap(({ summary }) =>
    summary.kind === 'aws' ? [summary.name] : [],
  );
  return [...ofKept, ...ofYards];
}

/** As they are: with everybody's secrets still in them. */
export async function gatherFacts(ground: DiagnosticsGround): Promise<DiagnosticsFacts> {
  const { dataFolder, yardFolder, appVersion, nowMs, because, settings, kept, yards } = ground;
  const [journals, logs] = await Promise.all([readJournals(dataFolder), readLogs(yardFolder)]);
  // Under plain Node the first two are not there.
  const versions: Readonly<Record<string, string | undefined>> = process.versions;
  const { electron = 'none', chrome = 'none', node = 'none' } = versions;
  const { rss, heapUsed } = process.memoryUsage();
  return {
    ...{ atMs: nowMs, because, settings, kept, yards, journals, logs },
    versions: { Blockyard: appVersion, Electron: electron, Chromium: chrome, Node: node },
    platform: {
      system: `${process.platform} ${release()} ${process.arch}`,
      running: `${String(Math.round(process.uptime()))} s`,
      memory: `${megabytes(rss)} MB, ${megabytes(heapUsed)} MB of it objects`,
    },
  };
}

function megabytes(bytes: number): string {
  return String(Math.round(bytes / 1024 / 1024));
}

/** It throws for a user whom no list of users names. */
function homedirOrNone(): string {
  try {
    return homedir();
  } catch {
    return '';
  }
}
