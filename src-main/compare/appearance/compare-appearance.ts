/** Pages and answers of two generations, side by side: asked, drawn, compared, and put together as one value. */
import type {
  AppearanceList,
  AppearanceProgress,
  AppearanceReport,
  ShotResult,
  SideShot,
} from '../../../src-shared/appearance-schema.ts';
import { tallestPicture } from '../../../src-shared/appearance-bounds.ts';
import { shotsOf, whyTooMany, type Shot } from '../../../src-shared/appearance.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { GenerationId } from '../../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../../src-shared/result.ts';
import type { MarkSecret } from '../../masking/mask-secrets.ts';
import { answerDifference } from './answer-difference.ts';
import { askPath } from './ask-path.ts';
import type { Camera, OpenCamera, Taken } from './camera.ts';
import type { DifferenceClient } from './difference-client.ts';
import { bareName } from './may-ask.ts';
import { addressOf, pageAddress, type PageAddress } from './page-address.ts';
import type { PictureFolder } from './picture-folder.ts';

export interface AppearanceOrder {
  readonly fleet: Fleet;
  readonly a: GenerationId;
  readonly b: GenerationId;
  readonly list: AppearanceList;
}

export interface AppearanceGround {
  readonly openCamera: OpenCamera;
  readonly openDifference: () => DifferenceClient;
  readonly pictures: PictureFolder;
  readonly mark: MarkSecret;
  /** Epoch milliseconds. */
  readonly nowMs: number;
  /** Never used before. */
  readonly newId: () => string;
  readonly onProgress: (progress: AppearanceProgress) => void;
  /** Its end: nothing of it is kept. */
  readonly signal: AbortSignal;
}

interface Sides {
  readonly a: PageAddress;
  readonly b: PageAddress;
}

const notDrawn =
  'Pages were not drawn: this command line runs without Electron. The installed program draws them, in its window and as `blockyard`.';

/** Faults: `refused` when it was stopped, and what `pageAddress` says. */
export async function compareAppearance(
  ground: AppearanceGround,
  order: AppearanceOrder,
): Promise<Result<AppearanceReport>> {
  const { fleet, a, b, list } = order;
  const tooMany = whyTooMany(list);
  if (tooMany !== null) return fail({ code: 'bad-input', message: tooMany });
  const [left, right] = [pageAddress(fleet, a), pageAddress(fleet, b)];
  if (!left.ok) return left;
  if (!right.ok) return right;
  const sides = { a: left.value, b: right.value };
  const shots = ground.openCamera === null ? [] : shotsOf(list);
  const paths = list.paths.filter(({ kind }) => kind === 'api');
  const total = shots.length + paths.length;
  let done = 0;
  const step = (title: string): void => {
    ground.onProgress({ title, done, total });
    done += 1;
  };
  const run = `${String(ground.nowMs).padStart(14, '0')}-${ground.newId().slice(0, 8).toLowerCase()}`;
  const answers: AppearanceReport['answers'] = [];
  for (const path of paths) {
    step(path.path);
    answers.push(await answersOf(path, sides, list, ground));
  }
  const drawn =
    shots.length === 0 || ground.signal.aborted
      ? []
      : await drawShots(ground, { run, sides, list, shots }, step);
  if (ground.signal.aborted) {
    await ground.pictures.drop(run);
    return fail({ code: 'refused', message: 'The comparison of pages was stopped.' });
  }
  const missing = ground.openCamera === null && shotsOf(list).length > 0 ? [notDrawn] : [];
  return succeed({
    run,
    atMs: ground.nowMs,
    fleet: fleet.id,
    a,
    b,
    shots: drawn,
    answers,
    missing,
  });
}

async function answersOf(
  path: AppearanceList['paths'][number],
  sides: Sides,
  { waitsSeconds }: AppearanceList,
  { mark, signal }: AppearanceGround,
): Promise<AppearanceReport['answers'][number]> {
  const ask = (side: PageAddress) => {
    const url = addressOf(side, path.path);
    const because = 'Its path leads to another address.';
    if (url === null) return { kind: 'silent' as const, because, ms: 0 };
    const allowsBadCertificate = path.allowsBadCertificate === true;
    const timeoutMs = waitsSeconds * 1000;
    return askPath({ url, headers: side.headers, timeoutMs, allowsBadCertificate, signal });
  };
  const [a, b] = await Promise.all([ask(sides.a), ask(sides.b)]);
  return answerDifference(path, a, b, mark);
}

interface Drawing {
  readonly run: string;
  readonly sides: Sides;
  readonly list: AppearanceList;
  readonly shots: readonly Shot[];
}

async function drawShots(
  ground: AppearanceGround,
  drawing: Drawing,
  step: (title: string) => void,
): Promise<ShotResult[]> {
  const { openCamera, openDifference, pictures, signal } = ground;
  const { run, sides, list, shots } = drawing;
  if (openCamera === null) return [];
  const folder = await pictures.begin(run);
  const hosts = [sides.a, sides.b].map(({ url }) => bareName(new URL(url).host));
  const camera = openCamera({ folder, hosts: [...hosts, ...list.hosts.map(bareName)] });
  const thread = openDifference();
  const stop = (): void => {
    thread.end();
    void camera.close();
  };
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    const comparing: Promise<ShotResult>[] = [];
    for (const shot of shots) {
      if (signal.aborted) break;
      const { width, height } = shot.viewport;
      step(`${shot.path.path}, ${String(width)} \u00d7 ${String(height)}, ${shot.theme}`);
      const [a, b] = await Promise.all([
        take(camera, ground, drawing, shot, 'a'),
        take(camera, ground, drawing, shot, 'b'),
      ]);
      // Beside the next ones: drawing and comparing are different processors' work.
      comparing.push(compared(thread, ground, run, shot, a, b));
    }
    return await Promise.all(comparing);
  } finally {
    signal.removeEventListener('abort', stop);
    thread.end();
    await camera.close();
    await pictures.tidy(run);
  }
}

function take(
  camera: Camera,
  { pictures }: AppearanceGround,
  { run, sides, list }: Drawing,
  { shot, path, viewport, theme }: Shot,
  side: 'a' | 'b',
): Promise<Taken> {
  const url = addressOf(sides[side], path.path);
  if (url === null) return Promise.resolve(untaken('its path leads to another address.'));
  return camera.take({
    ...{ side, url, theme, ...viewport, hosts: list.hosts },
    headers: sides[side].headers,
    tallest: list.extent === 'page' ? Math.max(tallestPicture, viewport.height) : viewport.height,
    selectors: path.ignore.flatMap((one) => (one.kind === 'selector' ? [one.selector] : [])),
    allowsBadCertificate: path.allowsBadCertificate === true,
    allowsWrites: path.allowsWrites === true,
    withinMs: list.waitsSeconds * 1000,
    file: pictures.fileOf(run, shot, side),
  });
}

function untaken(because: string): Taken {
  return { status: null, endedAt: '', ms: 0, picture: null, because, findings: [], boxes: [] };
}

async function compared(
  thread: DifferenceClient,
  { pictures }: AppearanceGround,
  run: string,
  { shot, path, viewport, theme }: Shot,
  a: Taken,
  b: Taken,
): Promise<ShotResult> {
  const result = { shot, path: path.path, viewport, theme, a: sideOf(a), b: sideOf(b) };
  const told = (text: string): ShotResult => ({ ...result, difference: { kind: 'told', text } });
  if (a.picture === null || b.picture === null) {
    const whys = [a, b].flatMap(({ because, picture }, index) =>
      picture === null
        ? [`No picture of the ${index === 0 ? 'left' : 'right'} page. ${because ?? ''}`.trimEnd()]
        : [],
    );
    return told(whys.join(' '));
  }
  const areas = path.ignore.flatMap((one) =>
    one.kind === 'area' && one.viewport === viewport.width ? [one.box] : [],
  );
  const difference = await thread.compare({
    a: pictures.fileOf(run, shot, 'a'),
    b: pictures.fileOf(run, shot, 'b'),
    mask: pictures.fileOf(run, shot, 'difference'),
    ignored: [...a.boxes, ...b.boxes, ...areas],
  });
  return difference.ok
    ? { ...result, difference: { kind: 'compared', ...difference.value } }
    : told(difference.fault.message);
}

function sideOf({ status, endedAt, ms, picture, findings }: Taken): SideShot {
  return { status, endedAt, ms, picture, findings };
}
