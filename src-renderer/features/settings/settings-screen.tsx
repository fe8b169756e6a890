/** The few things that can be chosen, the yard's switch, and who is who. */
import { useState } from 'react';
import type { Settings } from '../../../src-shared/panel.ts';
import type { Fault } from '../../../src-shared/result.ts';
import { plain } from '../../../src-shared/wording.ts';
import { useActs, usePanel, useSetView } from '../../store/panel-context.ts';
import type { Anchor } from '../../store/view-store.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { Facts } from '../../ui/facts.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { useOpenGuide } from '../guide/guide.tsx';
import { PermissionCheck } from '../permissions/permission-check.tsx';
import { AwsYard } from './aws-yard-card.tsx';
import { BlockSizeCard, MotionCard } from './look-cards.tsx';
import { KeyboardCard } from './keyboard-card.tsx';
import { Diagnostics } from './diagnostics-card.tsx';
import { Notifications } from './notifications-card.tsx';
import { SampleRunners } from './sample-runners-card.tsx';
import styles from './settings-screen.module.css';
import { WorkerFleets } from './worker-fleets-card.tsx';

export function SettingsScreen() {
  const settings = usePanel((panel) => panel.settings);
  const versions = usePanel((panel) => panel.versions);
  const hasHost = usePanel((panel) => panel.capabilities.ownHost);
  const hasSamples = usePanel((panel) => panel.capabilities.sampleTraffic);
  const account = usePanel((panel) => panel.band.account);
  const asksRights = usePanel((panel) => panel.capabilities.checksPermissions);
  const hasSample = usePanel((panel) => panel.capabilities.sampleTraffic);
  const acts = useActs();
  const setView = useSetView();
  const openGuide = useOpenGuide();
  const save = (change: Partial<Settings>): void => {
    acts.saveSettings({ ...settings, ...change });
  };
  return (
    <div className={styles['screen']}>
      <h1>Settings</h1>
      <section className={styles['card']}>
        <h2>Theme</h2>
        <Choice
          name="Theme"
          value={settings.theme}
          options={[
            { value: 'system', text: 'As the system' },
            { value: 'dark', text: 'Dark' },
            { value: 'light', text: 'Light' },
          ]}
          onPick={(theme) => {
            save({ theme });
          }}
        />
      </section>
      <MotionCard />
      <BlockSizeCard />
      <section className={styles['card']}>
        <h2>When the panel quits</h2>
        <Choice
          name="When the panel quits"
          value={settings.onQuit}
          options={[
            {
              value: 'keep-yard',
              text: 'Keep the local yard running',
              note: 'Blocks go on serving; the panel finds them again.',
            },
            {
              value: 'stop-yard',
              text: 'Stop the local yard',
              note: 'Each of its blocks ends and its entry closes.',
            },
          ]}
          onPick={(onQuit) => {
            save({ onQuit });
          }}
        />
      </section>
      <Notifications />
      {hasSample && (
        <section className={styles['card']}>
          <h2>Guided release</h2>
          <p className={styles['quiet']}>
            Four steps on the sample fleet: compare, cut over, revert, and an image that fails and
            comes back by itself.
          </p>
          <ActButton
            className={styles['keys']}
            onAct={() => {
              openGuide();
              setView({ screen: 'fleet' });
            }}
          >
            {settings.guide === undefined ? 'Begin the guide' : 'Open the guide'}
          </ActButton>
        </section>
      )}
      {hasHost && <YardSwitch />}
      {hasSamples && <SampleRunners />}
      {account !== null && <AwsYard account={account} />}
      {account !== null && <WorkerFleets />}
      {asksRights && (
        <section className={styles['card']}>
          <h2>Permissions in this yard</h2>
          <PermissionCheck fleet={null} heading="h3" />
        </section>
      )}
      <KeyboardCard />
      <section className={styles['card']}>
        <h2>Versions</h2>
        <Facts
          facts={[
            { name: 'Blockyard', value: plain(versions.app, 60) },
            { name: 'Electron', value: plain(versions.electron, 60) },
            ...(hasHost
              ? [
                  {
                    name: 'Yard host',
                    value: versions.host === null ? 'none runs' : plain(versions.host, 60),
                  },
                ]
              : []),
          ]}
        />
        <ActButton
          className={styles['keys']}
          onAct={() => {
            setView({ dialog: { kind: 'keyboard' } });
          }}
        >
          Keyboard shortcuts&hellip;
        </ActButton>
      </section>
      <Diagnostics />
    </div>
  );
}

function YardSwitch() {
  const acts = useActs();
  const link = usePanel((panel) => panel.link.kind);
  const [isBusy, setBusy] = useState(false);
  const [isSure, setSure] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const runs = link === 'live' || link === 'stale';
  const run = (asked: Promise<{ readonly ok: boolean; readonly fault?: Fault }>): void => {
    setBusy(true);
    setSure(false);
    setFault(null);
    void asked.then((result) => {
      setBusy(false);
      if (!result.ok) setFault(result.fault ?? null);
    });
  };
  return (
    <section className={styles['card']}>
      <h2>Yard</h2>
      <p className={styles['quiet']}>
        {runs
          ? 'It runs. Stopping it ends every block and closes the entry; requests are refused until it is started again.'
          : link === 'incompatible'
            ? 'Its host speaks another version and takes no orders from this panel.'
            : 'It does not run. Started again, the same port, split and generations come back.'}
      </p>
      <div className={styles['buttons']} data-anchor={'yard-switch' satisfies Anchor}>
        {runs && !isSure && (
          <ActButton
            isBusy={isBusy}
            onAct={() => {
              setSure(true);
            }}
          >
            Stop the yard&hellip;
          </ActButton>
        )}
        {runs && isSure && (
          <>
            <ActButton
              look="danger"
              onAct={() => {
                run(acts.stopYard());
              }}
            >
              Stop it: traffic will be refused
            </ActButton>
            <ActButton
              look="quiet"
              onAct={() => {
                setSure(false);
              }}
            >
              Keep it running
            </ActButton>
          </>
        )}
        {!runs && link !== 'incompatible' && (
          <ActButton
            isBusy={isBusy || link === 'starting'}
            onAct={() => {
              run(acts.startYard());
            }}
          >
            {isBusy || link === 'starting' ? 'Starting the yard\u2026' : 'Start the yard'}
          </ActButton>
        )}
      </div>
      {fault !== null && <FaultNote fault={fault} />}
    </section>
  );
}
