/** What a step of the tour has in its hands, and the notes that are taken of it. */
import { expect, type Locator } from '@playwright/test';
import type { LoadOptions } from '../load/open-loop.ts';
import { lastPressMs } from '../window/press.ts';
import type { Stage } from '../window/stage.ts';
import { firstAnswerAfterMs, startTraffic, type Traffic } from '../window/traffic.ts';
import type { Camera } from './camera.ts';
import { trafficFigures } from './measures.ts';
import type { Picture, PressFigure, TrafficFigures, WayBack } from './tour-report.ts';

export interface TourStep {
  /** `release-by-steps` */
  readonly name: string;
  readonly title: string;
  /** @throws at the first thing that is not as it should be. */
  readonly take: (tour: Tour) => Promise<void>;
}

/** Deliberate damage, to see the tour notice it. */
export type Control = 'kill-old';

/** Grows while the tour goes on. */
export interface Notes {
  told: string[];
  pictures: Picture[];
  readonly presses: PressFigure[];
  readonly traffic: TrafficFigures[];
  wayBack: WayBack | null;
}

interface TourOptions {
  readonly stage: Stage;
  readonly camera: Camera;
  readonly notes: Notes;
  readonly control: Control | null;
  readonly say: (line: string) => void;
}

/** In the status bar. */
const rest = { x: 720, y: 886 };

interface TrafficPlan extends Pick<Partial<LoadOptions>, 'requestsPerSecond' | 'mix'> {
  readonly name: string;
  readonly during: string;
}

export class Tour {
  readonly stage: Stage;
  readonly notes: Notes;
  readonly control: Control | null;
  /** The generation whose errors are the story, once there is one. */
  bad: string | null = null;
  private readonly camera: Camera;
  private readonly say: (line: string) => void;
  private flowing: { readonly plan: TrafficPlan; readonly run: Traffic } | null = null;

  constructor({ stage, camera, notes, control, say }: TourOptions) {
    this.stage = stage;
    this.camera = camera;
    this.notes = notes;
    this.control = control;
    this.say = say;
  }

  tell(sentence: string): void {
    this.notes.told.push(sentence);
    this.say(`  ${sentence}`);
  }

  async picture(name: string, caption: string): Promise<void> {
    await this.camera.take(name);
    this.notes.pictures.push({ name, caption });
  }

  /** The requests of our own that flow now. @throws when none do. */
  get traffic(): Traffic {
    if (this.flowing === null) throw new Error('No traffic of our own flows.');
    return this.flowing.run;
  }

  async startTraffic(plan: TrafficPlan): Promise<Traffic> {
    const { entry } = await this.stage.fleet();
    const { name, during, ...load } = plan;
    const run = startTraffic(entry.url, name, load);
    this.flowing = { plan: { name, during, ...load }, run };
    return run;
  }

  /** Ends it, matches it with the servers' books and notes its figures. Nothing when none flows. */
  async endTraffic(): Promise<TrafficFigures | null> {
    if (this.flowing === null) return null;
    const { plan, run } = this.flowing;
    this.flowing = null;
    const { records, match } = await run.end(await this.stage.fleet());
    const figures = trafficFigures(plan, records, match, this.bad);
    this.notes.traffic.push(figures);
    return figures;
  }

  /** Waits for so many more answers: time that is known to have been under load. */
  async watch(answers: number): Promise<void> {
    await this.traffic.untilFinished(this.traffic.records.length + answers);
  }

  /** Presses as a person does, once the button can be pressed. @returns its label. */
  async press(button: Locator): Promise<string> {
    await expect(button).not.toHaveAttribute('aria-disabled', 'true');
    const label = (await button.innerText()).replaceAll(/\s+/gu, ' ').trim();
    await button.click();
    // Away from what comes there next: a button that is pointed at says what it would do.
    await this.stage.page.mouse.move(rest.x, rest.y);
    return label;
  }

  /** From the last press to the first answer that names this generation. */
  async firstAnswer(generation: string): Promise<number> {
    const pressedAtMs = await lastPressMs(this.stage.page);
    const first = (): number | null =>
      firstAnswerAfterMs(this.traffic.records, generation, pressedAtMs);
    await expect.poll(first, { message: `first answer by ${generation}` }).not.toBeNull();
    return first() ?? 0;
  }

  measured(figure: PressFigure): void {
    this.notes.presses.push(figure);
    this.tell(
      `Pressed "${figure.label}": ${String(Math.round(figure.ms))} ms to the ${figure.until}.`,
    );
  }
}
