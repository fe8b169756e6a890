/** A launch with the recipe of another generation than the newest: of one that runs, and of one that is retired. */
import { expect, it } from 'vitest';
import { asToken, type GenerationId } from '../../../../src-shared/ids.ts';
import { good, onlyFleet } from '../aws-yard.fixture.ts';
import { scaledScene } from '../groups/scaled-scene.fixture.ts';
import { describeWithMoto } from '../moto.fixture.ts';
import { launchScene } from './launch-scene.fixture.ts';

const factOf = (facts: readonly { fact: string; value: string }[] = [], name: string) =>
  facts.find(({ fact }) => fact === name)?.value;

describeWithMoto('a launch with the recipe of a named generation', () => {
  const { begun } = launchScene();

  it('starts servers like those, also when they are retired; without a name like the newest', async () => {
    const { yard, fleet, order } = await begun(1);
    const [first] = fleet.generations;
    const launch = async (number: number, recipeOf?: GenerationId) => {
      const token = asToken(`${order.rollout}.launch-${String(number)}`);
      await yard.observe();
      const named = recipeOf === undefined ? {} : { recipeOf };
      const id = good(await yard.launchGeneration({ ...order, ...named, number, token }));
      const made = (await onlyFleet(yard)).generations.find((each) => each.id === id);
      return { id, type: factOf(made?.recipe.facts, 'Instance type') };
    };
    // The control: the newest of them runs t3.medium.
    const newest = await launch(3);
    expect(newest.type).toBe('t3.medium');
    const likeFirst = await launch(4, first?.id);
    expect(likeFirst.type).toBe('t3.small');
    const token = asToken(`${order.rollout}.retire`);
    good(await yard.retireGeneration({ ...order, generation: likeFirst.id, token }));
    // Of the servers that are left the newest runs t3.medium: the record alone knows it.
    expect((await launch(5, likeFirst.id)).type).toBe('t3.small');
    expect((await launch(6, newest.id)).type).toBe('t3.medium');
    const gone = await yard.launchGeneration({ ...order, number: 7, recipeOf: 'nowhere' as GenerationId, token: asToken('x') }); // prettier-ignore
    expect(gone).toMatchObject({ ok: false, fault: { code: 'not-found' } });
  }, 60_000);
});

describeWithMoto('the same where auto scaling groups start the servers', () => {
  const { begun, generation, behalf, open } = scaledScene();

  it('starts servers like those that are named, by the group that starts those', async () => {
    const { yard, fleet, order } = await begun();
    const named = generation(fleet, 'storefront-v001').id;
    good(await yard.launchGeneration({ ...order, recipeOf: named }));
    const type = async (name: string) =>
      factOf(generation(await onlyFleet(open()), name).recipe.facts, 'Instance type');
    expect(await type('storefront-v003')).toBe('t3.small');
    const control = { ...order, ...behalf(fleet, 'control'), number: 4 };
    const newest = open();
    await newest.observe();
    good(await newest.launchGeneration({ ...control, recipeOf: generation(fleet, 'storefront-v002').id })); // prettier-ignore
    expect(await type('storefront-v004')).toBe('t3.medium');
  }, 60_000);
});
