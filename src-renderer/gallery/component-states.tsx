/**
 * Every component of `ui` in each of its states, for the gallery's page of components. A component that
 * needs a whole window is named with the states of the panel that show it.
 */
import type { ComponentProps, ReactNode } from 'react';
import { ActButton } from '../ui/act-button.tsx';
import { Board } from '../ui/board/board.tsx';
import type { CellLook } from '../ui/board/cell.ts';
import { CheckBox } from '../ui/check-box.tsx';
import { Choice } from '../ui/choice.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { CopyText } from '../ui/copy-text.tsx';
import { DenialNote } from '../ui/denial-note.tsx';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { EventList } from '../ui/event-list.tsx';
import { Facts } from '../ui/facts.tsx';
import { FaultNote } from '../ui/fault-note.tsx';
import { LongList } from '../ui/long-list.tsx';
import { MixedText } from '../ui/mixed-text.tsx';
import { Picker } from '../ui/picker.tsx';
import { PlanList } from '../ui/plan-list.tsx';
import { SaveActs } from '../ui/save-acts.tsx';
import { TextField } from '../ui/text-field.tsx';
import { lookOfState, blockStateKinds, restingLook } from '../features/fleet/block-cell.ts';
import { someEvents } from './fixtures.ts';

export type ComponentEntry =
  | { readonly states: Readonly<Record<string, ReactNode>> }
  | { readonly shownIn: readonly string[] };

const nothing = (): void => undefined;
const denial = {
  action: 'elasticloadbalancing:ModifyRule',
  resource: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener-rule/app/shop',
  said: 'User ana is not authorized to perform elasticloadbalancing:ModifyRule.',
  statement: '{ "Effect": "Allow", "Action": "elasticloadbalancing:ModifyRule", "Resource": "*" }',
};
const fault = { message: 'The split has changed since you looked: revision 8 instead of 7.' };
const steps = [
  {
    ...{ title: 'Send 100 % of the traffic to v002', detail: 'One write.', isMutation: true },
    command: 'aws elbv2 modify-rule --rule-arn shop',
  },
  { title: 'See that it serves', detail: '', isMutation: false, command: null },
];

function button(more: Partial<ComponentProps<typeof ActButton>>): ReactNode {
  return (
    <ActButton onAct={nothing} {...more}>
      Cut over to v002
    </ActButton>
  );
}

function field(more: Partial<ComponentProps<typeof TextField>>): ReactNode {
  return <TextField label="Name" value="" onChange={nothing} {...more} />;
}

function saveActs(more: Partial<ComponentProps<typeof SaveActs>> = {}): ReactNode {
  const usual = { fault: null, refused: undefined, isBusy: false };
  return <SaveActs {...usual} onSave={nothing} onLeave={nothing} {...more} />;
}

function board(name: string, size: number, looks: readonly CellLook[]): ReactNode {
  const cells = looks.map((look, index) => ({
    ...{ key: `${name} ${String(index)}`, look, tag: String(index), lines: [] },
    text: `${name} ${String(index)}`,
  }));
  return (
    <div style={{ display: 'flex', height: size }}>
      <Board
        {...{ name, itemsWord: 'blocks', side: 'new', selected: cells[1]?.key ?? null }}
        groups={cells.length === 0 ? [] : [{ caption: 'local', note: '', cells }]}
        onSelect={nothing}
      />
    </div>
  );
}

function longList(
  total: number,
  chosen: number | null,
  rowAt: (index: number) => ReactNode = (index) => `src/file-${String(index)}.js`,
): ReactNode {
  const on = { onView: nothing, onChoose: nothing };
  return <LongList label="Files" {...{ total, chosen, rowAt, ...on }} />;
}

function Failing(): ReactNode {
  throw new Error('It was made to fail.');
}

const everyLook = [...blockStateKinds.map(lookOfState), restingLook];
const healthyLook = lookOfState('healthy');

/** By the path of its file below `ui`. */
export const componentStates: Readonly<Record<string, ComponentEntry>> = {
  'act-button.tsx': {
    states: {
      ...({
        filled: button({ look: 'filled' }),
        plain: button({ look: 'plain' }),
        quiet: button({ look: 'quiet' }),
        danger: button({ look: 'danger' }),
      } satisfies Record<NonNullable<ComponentProps<typeof ActButton>['look']>, ReactNode>),
      refused: button({ refusedBecause: 'v002 is not healthy yet.' }),
      busy: button({ isBusy: true }),
    },
  },
  'board/board.tsx': {
    states: {
      'every look': board('Every look', 120, everyLook),
      'small squares': board('Small squares', 96, [...everyLook, ...everyLook, ...everyLook]),
      'several items a square': board('Several items', 96, Array<CellLook>(4000).fill(healthyLook)),
      empty: board('Empty', 40, []),
    },
  },
  'check-box.tsx': {
    states: {
      on: (
        <CheckBox isOn onChange={nothing}>
          Wait for my press
        </CheckBox>
      ),
      off: (
        <CheckBox isOn={false} onChange={nothing}>
          Do not wait for my press
        </CheckBox>
      ),
    },
  },
  'choice.tsx': {
    states: {
      'with notes': (
        <Choice
          name="How the traffic moves"
          value="once"
          options={[
            { value: 'once', text: 'At once', note: 'all traffic in one step' },
            { value: 'hand', text: 'By hand', note: 'a press for each share' },
          ]}
          onPick={nothing}
        />
      ),
    },
  },
  'copy-button.tsx': { states: { usual: <CopyButton text="text">Copy as text</CopyButton> } },
  'copy-text.tsx': {
    states: {
      closed: (
        <CopyText text={denial.statement} name="Statement">
          Copy the statement
        </CopyText>
      ),
    },
  },
  'denial-note.tsx': {
    states: {
      'not allowed': <DenialNote denial={{ ...denial, isForbidden: false }} />,
      forbidden: <DenialNote denial={{ ...denial, isForbidden: true }} />,
    },
  },
  'dialog.tsx': { shownIn: ['dialog-keyboard', 'dialog-launch', 'dialog-retire'] },
  'empty-state.tsx': { shownIn: ['empty', 'compare-empty', 'images-empty'] },
  'error-boundary.tsx': {
    states: {
      failed: (
        <ErrorBoundary resetKey="gallery">
          <Failing />
        </ErrorBoundary>
      ),
    },
  },
  'event-list.tsx': {
    states: {
      usual: <EventList events={someEvents.slice(0, 6)} openingOf={() => nothing} />,
      compact: <EventList events={someEvents.slice(0, 6)} isCompact />,
      'every weight': (
        <EventList
          events={(['info', 'success', 'warning', 'trouble'] as const).map((severity) => ({
            ...{ id: severity, atMs: 0, severity, title: severity, detail: 'detail', by: 'ana' },
          }))}
        />
      ),
      empty: <EventList events={[]} />,
    },
  },
  'facts.tsx': {
    states: {
      usual: (
        <Facts
          facts={[
            { name: 'Name', value: 'storefront' },
            { name: 'Entry', value: 'http://127.0.0.1:8080', isMono: true },
          ]}
        />
      ),
    },
  },
  'fault-note.tsx': {
    states: {
      message: <FaultNote fault={fault} />,
      'where and what to do': (
        <FaultNote
          fault={{ ...fault, where: 'images/sha256-22', todo: 'Look at the lanes again.' }}
          onDismiss={nothing}
        />
      ),
      denied: <FaultNote fault={{ ...fault, denial: { ...denial, isForbidden: false } }} />,
    },
  },
  'long-list.tsx': {
    states: {
      'a row chosen': longList(100_000, 1),
      'rows to come': longList(3, null, () => null),
    },
  },
  'mixed-text.tsx': {
    states: {
      'left to right': <MixedText text="storefront 2.0.0" />,
      'right to left within': <MixedText text={'abc \u0645\u062e\u0632\u0646 2.0.0'} />,
    },
  },
  'picker.tsx': {
    states: {
      chosen: (
        <Picker
          label="Fleet"
          value="shop"
          options={[{ value: 'shop', text: 'shop' }]}
          onPick={nothing}
        />
      ),
      'nothing chosen, label shown': (
        <Picker label="Yard" value={null} isLabelShown options={[]} onPick={nothing} />
      ),
    },
  },
  'plan-list.tsx': {
    states: {
      usual: <PlanList steps={steps} />,
      'with commands': <PlanList steps={steps} showsCommands />,
    },
  },
  'save-acts.tsx': {
    states: {
      ready: saveActs(),
      'not right yet': saveActs({ refused: 'Something in it is not right yet.' }),
      refused: saveActs({ fault }),
      saving: saveActs({ isBusy: true }),
    },
  },
  'text-field.tsx': {
    states: {
      empty: field({ placeholder: 'for example shop' }),
      filled: field({ value: 'shop', isMono: true }),
      wrong: field({ value: 'sh op', error: 'A name has no spaces.' }),
      'label hidden': field({ label: 'Filter', isLabelHidden: true, type: 'search' }),
    },
  },
};
