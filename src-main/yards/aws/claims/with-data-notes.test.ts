import { expect, it } from 'vitest';
import { asFleetId, asGenerationId } from '../../../../src-shared/ids.ts';
import { succeed } from '../../../../src-shared/result.ts';
import type { Yard } from '../../port.ts';
import type { AwsClients } from '../session/clients.ts';
import { noClaims } from './claim-records.ts';
import { withDataNotes } from './with-data-notes.ts';

it('writes a note also when the last look shows the same one: another panel may have changed it since', async () => {
  const fleet = asFleetId('shop');
  const generation = asGenerationId('shop-v002');
  const note = { change: 'contract', text: 'drops a column' } as const;
  const sent: unknown[] = [];
  const ssmWrites = {
    send: (command: { readonly input: unknown }) => Promise.resolve(sent.push(command.input)),
  };
  const seen = { schema: 1, fleet, generation, note: { ...note, by: 'ann', atMs: 1 } } as const;
  const yard = withDataNotes({} as Yard, {
    clients: { ssmWrites } as unknown as Pick<AwsClients, 'ssmWrites'>,
    clock: { now: () => 2 },
    claimsOf: () => ({ ...noClaims, data: [seen] }),
    told: (act) => act(),
  });
  expect(await yard.noteData({ fleet, generation, note, by: 'bob' })).toEqual(succeed(null));
  expect(sent).toMatchObject([
    { Overwrite: true, Value: expect.stringContaining('bob') as string },
  ]);
});
