/**
 * Composition root of the camera: a start of the executable without display, dock, panel or yard, for one comparison.
 * It ends with whoever started it.
 */
import { session, type App } from 'electron';
import {
  cameraAskedSchema,
  type CameraSaid,
  type PictureOrder,
  type Taken,
} from '../../compare/appearance/camera.ts';
import { plain } from '../../../src-shared/wording.ts';
import { openPageSession, type PageSession } from './page-session.ts';
import { openPageWindow, type PageWindow } from './page-window.ts';
import { watchPage, type PageWatch } from './page-watch.ts';
import { takePicture } from './take-picture.ts';

/** Registers what must be there before Electron is ready, then returns. */
export function startCameraApp(app: App): void {
  // With --no-sandbox (root) the two together loop for ever.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  app.on('window-all-closed', () => undefined);
  process.on('disconnect', () => app.exit(0));
  void app.whenReady().then(() => {
    app.dock?.hide();
    session.defaultSession.webRequest.onBeforeRequest((_details, answer) =>
      answer({ cancel: true }),
    );
    const stages = new Map<string, Stage>();
    process.on('message', (message) => {
      const { id, order } = cameraAskedSchema.parse(message);
      // Whom another certificate was let through to must not answer for a page that does not allow it.
      const name = `${order.side}${order.allowsBadCertificate ? '-any-certificate' : ''}`;
      const stage = stages.get(name) ?? openStage(name);
      stages.set(name, stage);
      void stage.take(order).then((taken) => say({ kind: 'taken', id, taken }));
    });
    say({ kind: 'ready' });
  });
}

function say(said: CameraSaid): void {
  process.send?.(said);
}

interface Stage {
  readonly take: (order: PictureOrder) => Promise<Taken>;
}

function openStage(name: string): Stage {
  let current: PageWatch | null = null;
  let pages: PageSession | null = null;
  return {
    take: async (order) => {
      const watch = watchPage(order);
      let window: PageWindow | null = null;
      try {
        pages ??= openPageSession(`pages-${name}`, () => current);
        await pages.prepare(watch);
        window = await openPageWindow(pages.session, () => current);
        current = watch;
        return await takePicture(window, watch);
      } catch (error) {
        const why = error instanceof Error ? plain(error.message, 120) : '';
        const because = `Its picture could not be taken: ${why}.`;
        return { status: null, endedAt: '', ms: 0, picture: null, because, findings: watch.findings(), boxes: [] }; // prettier-ignore
      } finally {
        current = null;
        // A page that is left could still write what the next one finds, and be told as that one's doing.
        window?.destroy();
      }
    },
  };
}
