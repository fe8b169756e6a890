/** The camera from outside its process: started when the first picture is wanted, and again when it died. */
import type { ChildProcess } from 'node:child_process';
import {
  cameraSaidSchema,
  cameraSpareMs,
  cameraStartMs,
  type Camera,
  type CameraAsked,
  type CameraNeeds,
  type PictureOrder,
  type Taken,
} from './camera.ts';

interface Open {
  readonly child: ChildProcess;
  readonly waiting: Map<number, (taken: Taken) => void>;
  readonly isReady: Promise<void>;
  readonly isGone: Promise<void>;
}

/** @param spawnCamera starts it, with a channel for messages. */
export function openCameraProcess(
  spawnCamera: (needs: CameraNeeds) => ChildProcess,
  needs: CameraNeeds,
): Camera {
  let open: Open | null = null;
  let isClosed = false;
  let nextId = 0;

  function end(camera: Open, because: string): void {
    if (open === camera) open = null;
    camera.child.kill('SIGKILL');
    for (const answer of camera.waiting.values()) answer(notTaken(because));
    camera.waiting.clear();
  }

  function start(): Open {
    const child = spawnCamera(needs);
    const waiting: Open['waiting'] = new Map();
    let ready: () => void = () => undefined;
    const isReady = new Promise<void>((resolve) => (ready = resolve));
    const isGone = new Promise<void>((resolve) => {
      child.on('error', () => resolve());
      child.on('exit', () => resolve());
    });
    const camera: Open = { child, waiting, isReady, isGone };
    child.on('message', (message) => {
      const said = cameraSaidSchema.safeParse(message);
      if (!said.success) return;
      if (said.data.kind === 'ready') {
        ready();
        return;
      }
      const { id, taken } = said.data;
      waiting.get(id)?.(taken);
      waiting.delete(id);
    });
    void isGone.then(() => end(camera, 'The process that draws pages ended by itself.'));
    return camera;
  }

  async function ask(camera: Open, order: PictureOrder): Promise<Taken> {
    const id = nextId;
    nextId += 1;
    let limit: NodeJS.Timeout | undefined;
    const within = (ms: number, because: string): void => {
      clearTimeout(limit);
      limit = setTimeout(() => end(camera, because), ms);
    };
    const taken = new Promise<Taken>((resolve) => camera.waiting.set(id, resolve));
    within(cameraStartMs, 'The process that draws pages did not start.');
    await Promise.race([camera.isReady, taken]);
    if (camera.waiting.has(id)) {
      within(order.withinMs + cameraSpareMs, 'Drawing it took too long and was ended.');
      const asked: CameraAsked = { id, order };
      // When it cannot be sent the process is gone, and its end is told by its own event.
      camera.child.send(asked, () => undefined);
    }
    return taken.finally(() => clearTimeout(limit));
  }

  return {
    take: (order) => {
      if (isClosed) return Promise.resolve(notTaken('It was stopped.'));
      open ??= start();
      return ask(open, order);
    },
    close: () => {
      isClosed = true;
      const camera = open;
      if (camera === null) return Promise.resolve();
      end(camera, 'It was stopped.');
      return camera.isGone;
    },
  };
}

function notTaken(because: string): Taken {
  return { status: null, endedAt: '', ms: 0, picture: null, because, findings: [], boxes: [] };
}
