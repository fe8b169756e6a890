/** Puts the sessions of this panel together: the local yard, and each connected account. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { localCapabilities, noCapabilities } from '../../src-shared/capabilities.ts';
import { asYardId } from '../../src-shared/ids.ts';
import type { Band, PanelEvent, PanelSnapshot } from '../../src-shared/panel.ts';
import { systemClock } from '../clock/system-clock.ts';
import type { ComparedLately } from '../compare/findings/compared-lately.ts';
import { awsBand } from '../yards/aws/aws-band.ts';
import { createAwsYards, type AwsYards } from '../sessions/aws-yards.ts';
import { createSessions, type Sessions } from '../sessions/sessions.ts';
import { createYardSession, type YardSession } from '../sessions/yard-session.ts';
import { personName } from '../settings/person-name.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import { yardKinds } from '../yards/registry.ts';
import { spawnHostProcess } from './spawn-host.ts';

export interface PanelSessions {
  readonly sessions: Sessions;
  readonly local: YardSession;
  readonly aws: AwsYards;
}

export interface PanelSessionsNeeds {
  readonly dataFolder: string;
  readonly yardFolder: string;
  readonly settings: SettingsFile;
  readonly versions: PanelSnapshot['versions'];
  /** Names this installation. */
  readonly panel: string;
  readonly comparedLately: ComparedLately;
  readonly send: (event: PanelEvent) => void;
  /** Of every yard, shown or not. */
  readonly heard: (session: YardSession, event: PanelEvent) => void;
}

export function createPanelSessions(needs: PanelSessionsNeeds): PanelSessions {
  const { dataFolder, yardFolder, settings, versions } = needs;
  const owner = { name: personName(), host: hostname(), panel: needs.panel };
  const { comparedLately } = needs;
  const common = { clock: systemClock, newId: randomUUID, owner, comparedLately };
  const sessions = createSessions(needs.send, needs.heard);
  const band: Band = {
    yardName: 'Local yard',
    kind: 'local',
    detail: `${hostname()} \u00b7 real servers, no account`,
    account: null,
  };
  const localId = asYardId('local');
  const spawnHost = (): void => {
    const profile = join(dataFolder, 'yard-host-profile');
    spawnHostProcess(yardFolder, profile, join(yardFolder, 'host.out'));
  };
  const local = sessions.add((hooks) =>
    createYardSession(
      {
        ...common,
        id: localId,
        open: yardKinds.local({ yardFolder, clock: systemClock, band, spawnHost }),
        first: {
          ...{ yard: localId, band, versions, markers: [] },
          capabilities: localCapabilities,
          settings: settings.current(),
        },
        journalFolder: join(dataFolder, 'journal'),
      },
      hooks,
    ),
  );
  const aws = createAwsYards({
    door: yardKinds.aws({
      clock: systemClock,
      version: versions.app,
      environment: process.env,
    }),
    settings,
    sessions,
    newYardId: () => asYardId(`aws-${randomUUID().slice(0, 8)}`),
    makeSession: (kept, open, hooks) =>
      createYardSession(
        {
          ...common,
          ...{ id: kept.id, open },
          first: {
            ...{ yard: kept.id, versions, markers: kept.markers },
            tests: kept.tests ?? [],
            workerFleets: kept.workerFleets ?? [],
            band: awsBand(kept, null),
            capabilities: noCapabilities,
            settings: settings.current(),
          },
          journalFolder: join(dataFolder, 'yards', kept.id, 'journal'),
        },
        hooks,
      ),
  });
  aws.addKept();
  return { sessions, local, aws };
}
