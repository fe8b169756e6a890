/** Usual ways of moving the traffic, and which of them a draft is. Pure. */
import type { ShiftStep } from '../../../src-shared/release-schema.ts';
import { draftStepOf, type DraftStep } from './release-draft.ts';

export type PresetName = 'at-once' | 'watched' | 'by-hand' | 'own';

interface Preset {
  readonly value: PresetName;
  readonly text: string;
  readonly note: string;
  readonly steps: readonly ShiftStep[];
}

const minuteMs = 60_000;

export const presets: readonly Preset[] = [
  { value: 'at-once', text: 'At once', note: 'all traffic in one step', steps: [] },
  {
    value: 'watched',
    text: '10 % - 50 % - all',
    note: 'each share watched for 1 min',
    steps: [
      { percent: 10, pauseMs: minuteMs },
      { percent: 50, pauseMs: minuteMs },
    ],
  },
  {
    value: 'by-hand',
    text: 'By hand',
    note: '10 % - 50 % - all, a press for each',
    steps: [
      { percent: 10, pauseMs: null },
      { percent: 50, pauseMs: null },
    ],
  },
];

export const ownSteps: Preset = {
  value: 'own',
  text: 'Own steps',
  note: 'as they stand below',
  steps: [],
};

/** By what it does: a pause that stands behind "until I press" is of no matter. */
export function presetOf(steps: readonly DraftStep[]): PresetName {
  const key = (all: readonly DraftStep[]): string =>
    all
      .map((step) => `${step.percent.trim()} ${step.waitsForPress ? 'press' : step.pause.trim()}`)
      .join();
  const wanted = key(steps);
  return presets.find((preset) => key(preset.steps.map(draftStepOf)) === wanted)?.value ?? 'own';
}

export function stepsOf(name: PresetName): readonly DraftStep[] | null {
  return presets.find(({ value }) => value === name)?.steps.map(draftStepOf) ?? null;
}
