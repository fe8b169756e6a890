/** Takes the steps one after another until one fails, and judges what came of it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import * as z from 'zod';
import { machineFacts } from '../load/machine.ts';
import { appFolder } from '../window/real-window.ts';
import { openStageAgain, type Stage } from '../window/stage.ts';
import { createCamera } from './camera.ts';
import { judge } from './judge.ts';
import { badRelease } from './steps/bad-release.ts';
import { compareImages } from './steps/compare-images.ts';
import { emergencyRevert } from './steps/emergency-revert.ts';
import { firstRun } from './steps/first-run.ts';
import { overAndBack } from './steps/over-and-back.ts';
import { releaseBySteps } from './steps/release-by-steps.ts';
import { replaceBlock } from './steps/replace-block.ts';
import { timeline } from './steps/timeline.ts';
import { Tour, type Control, type Notes, type TourStep } from './tour.ts';
import type { SampleCounts, StepEnd, StepReport, TourReport } from './tour-report.ts';

const steps: readonly TourStep[] = [
  firstRun,
  compareImages,
  releaseBySteps,
  emergencyRevert,
  overAndBack,
  badRelease,
  replaceBlock,
  timeline,
];

export interface TourOptions {
  readonly dataFolder: string;
  readonly pictures: string;
  readonly control: Control | null;
  readonly say: (line: string) => void;
}

export async function takeTour(options: TourOptions): Promise<TourReport> {
  const { dataFolder, pictures, control, say } = options;
  const startedAtMs = Date.now();
  const machine = machineFacts();
  const notes: Notes = { told: [], pictures: [], presses: [], traffic: [], wayBack: null };
  const stage = await openStageAgain(dataFolder);
  say(`The window shows a whole fleet ${seconds(Date.now() - startedAtMs)} after the start.`);
  const camera = await createCamera(stage.page, pictures);
  const tour = new Tour({ stage, camera, notes, control, say });
  const taken = await takeSteps(tour, say);
  const sampleTraffic = await sampleCounts(stage).catch(() => null);
  const report = {
    startedAt: new Date(startedAtMs).toISOString(),
    tookMs: Date.now() - startedAtMs,
    version: await versionOf(appFolder),
    machine,
    steps: taken,
    ...{ presses: notes.presses, wayBack: notes.wayBack, traffic: notes.traffic },
    sampleTraffic,
    complaints: stage.complaints,
  };
  return { ...report, problems: judge(report) };
}

async function takeSteps(tour: Tour, say: (line: string) => void): Promise<StepReport[]> {
  const taken: StepReport[] = [];
  let hasFailed = false;
  for (const [index, step] of steps.entries()) {
    const startedAtMs = Date.now();
    tour.notes.told = [];
    tour.notes.pictures = [];
    let end: StepEnd = { kind: 'not-reached' };
    if (!hasFailed) {
      say(`${String(index + 1)}. ${step.title}`);
      end = await ended(tour, step);
      hasFailed = end.kind === 'failed';
    }
    const { told, pictures } = tour.notes;
    const { name, title } = step;
    taken.push({ name, title, end, tookMs: Date.now() - startedAtMs, told, pictures });
  }
  return taken;
}

async function ended(tour: Tour, step: TourStep): Promise<StepEnd> {
  try {
    await step.take(tour);
    return { kind: 'seen' };
  } catch (error) {
    const because = shortReason(error instanceof Error ? error.message : String(error));
    await tour.picture('failed', 'What the window showed when the step failed.').catch(() => null);
    // What was lost until then is told, too.
    await tour.endTraffic().catch(() => null);
    return { kind: 'failed', because };
  }
}

/** The test driver adds a log of each of its looks. */
function shortReason(message: string): string {
  const [said = ''] = message.split('Call log:');
  return stripVTControlCharacters(said).replaceAll(/\s+/gu, ' ').trim().slice(0, 1000);
}

async function sampleCounts({ fleetPage }: Stage): Promise<SampleCounts> {
  await fleetPage.goTo('Fleet');
  const number = (word: string): Promise<number> => fleetPage.sampleNumber(word);
  return {
    sent: await number('sent'),
    answered: await number('answered'),
    errors: await number('errors'),
    refused: await number('refused'),
    lost: await number('lost'),
  };
}

async function versionOf(folder: string): Promise<string> {
  const text = await readFile(join(folder, 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
