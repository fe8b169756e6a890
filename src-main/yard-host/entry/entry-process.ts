/**
 * An entry in a process of its own, told over stdin and answering over stdout, one JSON value a
 * line. For measuring and for tests that need the entry apart from its client:
 * `node src-main/yard-host/entry/entry-process.ts [port]`. Ends with its stdin.
 */
import * as readline from 'node:readline';
import * as z from 'zod';
import { blockIdSchema, generationIdSchema } from '../../../src-shared/id-schemas.ts';
import { recipeSchema, splitSchema } from '../../../src-shared/fleet.ts';
import { faultOf } from '../../../src-shared/result.ts';
import { createEntry } from './entry.ts';

const commandSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('set-generation'),
    generation: generationIdSchema,
    thresholds: recipeSchema.shape.health,
    healthPath: z.string(),
  }),
  z.object({
    kind: z.literal('add-block'),
    block: blockIdSchema,
    generation: generationIdSchema,
    port: z.number(),
  }),
  z.object({ kind: z.literal('set-split'), split: splitSchema }),
  z.object({ kind: z.literal('drain-block'), block: blockIdSchema, timeoutMs: z.number() }),
  z.object({ kind: z.literal('remove-block'), block: blockIdSchema }),
  z.object({ kind: z.literal('traffic') }),
  z.object({ kind: z.literal('cpu') }),
]);

type Command = z.infer<typeof commandSchema>;

function say(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

const entry = createEntry({ port: Number(process.argv[2] ?? 0), onEvent: say });

async function perform(command: Command): Promise<unknown> {
  switch (command.kind) {
    case 'set-generation':
      entry.setGeneration(command.generation, command);
      return null;
    case 'add-block':
      entry.addBlock({ ...command, id: command.block });
      return null;
    case 'set-split': {
      const startedAtMs = performance.now();
      entry.setSplit(command.split);
      return { swapMicros: (performance.now() - startedAtMs) * 1000 };
    }
    case 'drain-block':
      return entry.drainBlock(command.block, command.timeoutMs);
    case 'remove-block':
      entry.removeBlock(command.block);
      return null;
    case 'traffic':
      return entry.traffic();
    case 'cpu':
      return process.cpuUsage();
  }
}

const state = await entry.listen();
say({ kind: 'opened', url: entry.url(), state, pid: process.pid });
for await (const line of readline.createInterface({ input: process.stdin })) {
  try {
    const command = commandSchema.parse(JSON.parse(line));
    void perform(command).then((answer) => say({ kind: 'done', of: command.kind, answer }));
  } catch (error) {
    say({ kind: 'refused', fault: faultOf(error) });
  }
}
await entry.close(0);
