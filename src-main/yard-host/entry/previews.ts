/**
 * Listeners beside the entry, on free loopback ports: an address for one generation alone, and a whole second entry with a
 * split of its own over the same blocks. What goes through them is no traffic and is counted nowhere.
 */
import type * as http from 'node:http';
import type { Split } from '../../../src-shared/fleet.ts';
import type { GenerationId } from '../../../src-shared/ids.ts';
import { closeServer } from './listening-socket.ts';
import {
  createSplitTable,
  routeBySplit,
  routeToPreview,
  type GenerationRecord,
  type Router,
} from './roster.ts';

export interface PreviewEntry {
  readonly url: string;
  /** In force when it returns. @throws FaultError `bad-input`; then the old one stays in force. */
  readonly setSplit: (weights: Split['weights']) => void;
  /** Nobody is let in any more; requests under way get `graceMs`. */
  readonly close: (graceMs: number) => Promise<void>;
}

export interface Previews {
  /** Reaches this generation only, whatever the split; the same address every time. */
  readonly of: (generation: GenerationRecord) => Promise<string>;
  readonly closeOf: (id: GenerationId) => Promise<void>;
  readonly openEntry: (weights: Split['weights']) => Promise<PreviewEntry>;
  readonly closeAll: (graceMs: number) => Promise<void>;
}

export interface PreviewOptions {
  readonly host: '127.0.0.1' | '::1';
  readonly urlAt: (port: number) => string;
  readonly serve: (route: Router) => http.Server;
  readonly generations: ReadonlyMap<GenerationId, GenerationRecord>;
}

interface Preview {
  readonly server: http.Server;
  readonly url: Promise<string>;
}

export function createPreviews({ host, urlAt, serve, generations }: PreviewOptions): Previews {
  const alone = new Map<GenerationId, Preview>();
  const entries = new Set<PreviewEntry>();

  const listen = (server: http.Server): Promise<string> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port: 0, exclusive: true }, () => {
        const address = server.address();
        // Errors of accept(), such as too many open files: the listener itself goes on.
        server.on('error', () => undefined);
        resolve(urlAt(address !== null && typeof address === 'object' ? address.port : 0));
      });
    });
  const open = (route: Router): Preview => {
    const server = serve(route);
    return { server, url: listen(server) };
  };
  const close = async (id: GenerationId, graceMs: number): Promise<void> => {
    const preview = alone.get(id);
    alone.delete(id);
    if (preview?.server.listening === true) await closeServer(preview.server, graceMs);
  };

  return {
    of: async (generation) => {
      const { id } = generation;
      const preview = alone.get(id) ?? open((tried) => routeToPreview(generation, tried));
      alone.set(id, preview);
      try {
        return await preview.url;
      } catch (error) {
        // Not kept: the next one who asks tries again.
        alone.delete(id);
        throw error;
      }
    },
    closeOf: (id) => close(id, 0),
    openEntry: async (weights) => {
      const tableOf = (wanted: Split['weights']) =>
        createSplitTable({ revision: 0, weights: [...wanted], changedAtMs: 0 }, -1, generations);
      let table = tableOf(weights);
      const { server, url } = open((tried) => routeBySplit(table, tried));
      const entry: PreviewEntry = {
        url: await url,
        setSplit: (wanted) => {
          table = tableOf(wanted);
        },
        close: async (graceMs) => {
          entries.delete(entry);
          if (server.listening) await closeServer(server, graceMs);
        },
      };
      entries.add(entry);
      return entry;
    },
    closeAll: async (graceMs) => {
      await Promise.all([
        ...[...alone.keys()].map((id) => close(id, graceMs)),
        ...[...entries].map((entry) => entry.close(graceMs)),
      ]);
    },
  };
}
