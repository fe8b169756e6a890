/** Fleets of an account whose servers fetch their work: EC2 can hold neither which they are nor how they are told. */
import { useState } from 'react';
import type { Fault } from '../../../src-shared/result.ts';
import type { WorkerFleet } from '../../../src-shared/worker-fleets.ts';
import { plain } from '../../../src-shared/wording.ts';
import { useActs, usePanel } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { MixedText } from '../../ui/mixed-text.tsx';
import { WorkerForm } from './worker-form.tsx';
import styles from './settings-screen.module.css';
import own from './worker-form.module.css';

/** The name of the one that is open; null: none; `new`: one more. */
type Open = { readonly name: string } | 'new' | null;

const none: readonly WorkerFleet[] = [];

export function WorkerFleets() {
  const acts = useActs();
  const declared = usePanel((panel) => panel.workerFleets) ?? none;
  const [open, setOpen] = useState<Open>(null);
  const [sure, setSure] = useState<string | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const close = (): void => {
    setOpen(null);
  };
  const remove = (name: string): void => {
    setSure(null);
    setFault(null);
    void acts.changeYard({ kind: 'worker-fleet', before: name, declared: null }).then((result) => {
      if (!result.ok) setFault(result.fault);
    });
  };
  const namesBut = (name: string | null): readonly string[] =>
    declared.map((fleet) => fleet.name).filter((each) => each !== name);
  return (
    <section className={styles['card']}>
      <h2>Fleets without a load balancer</h2>
      <p className={styles['quiet']}>
        Servers that fetch their work. A hook tells each one to take work or to stop, and says what
        it has in hand: declare here which servers they are and how they are told.
      </p>
      {declared.length > 0 && (
        <ul className={own['list']}>
          {declared.map((fleet) => (
            <li key={fleet.name} className={own['one']}>
              {open !== null && open !== 'new' && open.name === fleet.name ? (
                <WorkerForm declared={fleet} taken={namesBut(fleet.name)} onClose={close} />
              ) : (
                <>
                  <bdi className={own['name']}>
                    <MixedText text={plain(fleet.name, 60)} />
                  </bdi>
                  <p className={own['words']}>
                    <bdi>
                      <MixedText text={wordsOf(fleet)} />
                    </bdi>
                  </p>
                  <div className={styles['buttons']}>
                    {sure === fleet.name ? (
                      <>
                        <ActButton
                          look="danger"
                          onAct={() => {
                            remove(fleet.name);
                          }}
                        >
                          Remove it: its servers stay as they are, and Blockyard shows the fleet,
                          and its way back, no more
                        </ActButton>
                        <ActButton
                          look="quiet"
                          onAct={() => {
                            setSure(null);
                          }}
                        >
                          Keep it
                        </ActButton>
                      </>
                    ) : (
                      <>
                        <ActButton
                          label={`Change ${plain(fleet.name, 60)}`}
                          onAct={() => {
                            setOpen({ name: fleet.name });
                          }}
                        >
                          Change&hellip;
                        </ActButton>
                        <ActButton
                          look="quiet"
                          label={`Remove ${plain(fleet.name, 60)}`}
                          onAct={() => {
                            setSure(fleet.name);
                          }}
                        >
                          Remove&hellip;
                        </ActButton>
                      </>
                    )}
                  </div>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      {open === 'new' ? (
        <WorkerForm declared={null} taken={namesBut(null)} onClose={close} />
      ) : (
        <ActButton
          className={styles['keys']}
          onAct={() => {
            setOpen('new');
          }}
        >
          Declare a fleet&hellip;
        </ActButton>
      )}
      {fault !== null && <FaultNote fault={fault} />}
    </section>
  );
}

/** `auto scaling groups that begin with ci-; told by POST http://{private}:8080/take` */
function wordsOf({ servers, hook }: WorkerFleet): string {
  const which =
    servers.kind === 'tagged'
      ? 'Servers tagged blockyard:fleet with its name'
      : servers.kind === 'groups'
        ? `Auto scaling groups that begin with ${plain(servers.prefix, 80)}`
        : `Servers with the tag ${plain(servers.key, 80)} = ${plain(servers.value, 80)}`;
  const how =
    hook.kind === 'http'
      ? `${hook.take.method} ${plain(hook.take.url.split('?')[0] ?? '', 160)}`
      : `the program ${plain(hook.take[0] ?? '', 160)}`;
  return `${which}; told by ${how}.`;
}
