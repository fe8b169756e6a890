/**
 * Numbers that a launch template of ours has claimed and no generation shows: of a launch that was broken
 * off before its group was made. AWS lets the name exist once, so the next launch takes the number after it.
 */
import { DescribeLaunchTemplatesCommand, type EC2Client } from '@aws-sdk/client-ec2';
import type { Fleet } from '../../../../src-shared/fleet.ts';
import type { FleetId } from '../../../../src-shared/ids.ts';
import type { Clock } from '../../../clock/clock.ts';
import { allPages } from '../discover/aws-reader.ts';
import type { Pacer } from '../discover/pacer.ts';
import { tagsOf } from '../discover/read-elb-rows.ts';
import { entryTag, generationTag } from '../discover/reading.ts';
import { attempt } from '../session/clients.ts';
import { entryTagOf } from './own-tags.ts';

export interface TakenNumbers {
  /** One call, when it is due; where it may not be read, what this process knows has to do. */
  readonly read: () => Promise<void>;
  /** A template with this number was made or met just now. */
  readonly taken: (fleet: FleetId, number: number) => void;
  /** The same fleet, with what is taken above its newest generation. */
  readonly in: (fleet: Fleet) => Fleet;
}

/** Between two readings, in milliseconds: other panels launch, too. */
const readEveryMs = 5 * 60_000;

export function createTakenNumbers(
  ec2: EC2Client,
  clock: Pick<Clock, 'monotonicMs'>,
  turn: Pacer['turn'],
): TakenNumbers {
  /** By the value of the tag that names the fleet. */
  const known = new Map<string, Set<number>>();
  let readAtMs = -Infinity;

  const add = (entry: string, number: number): void => {
    if (!Number.isSafeInteger(number) || number < 1) return;
    const numbers = known.get(entry) ?? new Set();
    known.set(entry, numbers.add(number));
  };

  return {
    read: async () => {
      if (clock.monotonicMs() - readAtMs < readEveryMs) return;
      readAtMs = clock.monotonicMs();
      const found = await attempt(() =>
        allPages(async (NextToken) => {
          await turn('ec2');
          const Filters = [{ Name: 'tag-key', Values: [generationTag] }];
          const out = await ec2.send(
            new DescribeLaunchTemplatesCommand({ Filters, MaxResults: 200, NextToken }),
          );
          return { items: out.LaunchTemplates ?? [], next: out.NextToken };
        }),
      );
      for (const { Tags } of found.ok ? found.value : []) {
        const tags = tagsOf(Tags);
        add(tags[entryTag] ?? '', Number(tags[generationTag]));
      }
    },
    taken: (fleet, number) => add(entryTagOf(fleet), number),
    in: (fleet) => {
      const newest = Math.max(0, ...fleet.generations.map(({ number }) => number));
      const above = [...(known.get(entryTagOf(fleet.id)) ?? [])].filter((one) => one > newest);
      return above.length === 0 ? fleet : { ...fleet, takenNumbers: above.sort((a, b) => a - b) };
    },
  };
}
