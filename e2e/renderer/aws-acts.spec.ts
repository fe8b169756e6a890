/** What a person does with a connected account, against a bridge that answers and remembers. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { openGallery, type GalleryWindow } from './gallery-window.ts';

interface Asked {
  readonly name: string;
  readonly input: unknown;
}

let gallery: GalleryWindow;
let page: Page;

test.beforeAll(async () => {
  gallery = await openGallery();
  page = gallery.page;
});
test.afterAll(async () => {
  await gallery.close();
});

async function asked(name: string): Promise<readonly unknown[]> {
  const all = await page.evaluate(
    () => (window as unknown as { gallery: { asked: readonly Asked[] } }).gallery.asked,
  );
  return all.filter((call) => call.name === name).map(({ input }) => input);
}

/** Also a button that says that it may not act: a person can press it all the same. */
async function press(button: Locator): Promise<void> {
  await button.click({ force: true });
}

test('connects only what was tried, and any change asks for another try', async () => {
  await gallery.open('connect', 'dark');
  const dialog = page.getByRole('dialog', { name: 'Connect AWS' });
  const connect = dialog.getByRole('button', { name: /^Connect/u });
  await press(connect);
  expect(await asked('aws.connect')).toEqual([]);
  await dialog.getByText('default', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Test connection' }).click();
  await expect(dialog.getByRole('status')).toContainText('1234-5678-9012');
  await dialog.getByRole('textbox', { name: 'Region' }).fill('eu-central-1');
  await expect(dialog.getByRole('status')).toHaveCount(0);
  await expect(connect).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByRole('textbox', { name: 'Region' }).press('Enter');
  await expect(dialog.getByRole('status')).toContainText('eu-central-1');
  await dialog.getByText(/^Strict/u).click();
  await connect.click();
  const connection = { credentials: { kind: 'profile', profile: 'default' }, endpoint: null };
  expect(await asked('aws.connect')).toMatchObject([
    { connection: { ...connection, region: 'eu-central-1' }, safety: 'strict' },
  ]);
  expect(await asked('yard.choose')).toEqual([{ yard: 'aws-3f9c21aa' }]);
});

test('asks for a code where the profile needs one, and refuses what is no region', async () => {
  await gallery.open('connect', 'dark');
  const dialog = page.getByRole('dialog', { name: 'Connect AWS' });
  await dialog.getByText('shop-deploy', { exact: true }).click();
  const tryOut = dialog.getByRole('button', { name: 'Test connection' });
  await expect(tryOut).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByLabel('MFA code').fill('123456');
  await expect(tryOut).not.toHaveAttribute('aria-disabled', 'true');
  await dialog.getByRole('textbox', { name: 'Region' }).fill('https://evil.example');
  await expect(dialog).toContainText('Like eu-west-1.');
  await dialog.getByRole('textbox', { name: 'Region' }).press('Enter');
  expect(await asked('aws.try')).toEqual([]);
});

test('the strict level asks twice before a cutover and never before a revert', async () => {
  await gallery.open('aws-strict', 'dark');
  await page.getByRole('button', { name: /^Cut over to v002/u }).click();
  expect(await asked('rollout.begin')).toEqual([]);
  const second = page.getByRole('button', { name: 'I compared the images: cut over to v002' });
  // Its preflight warns of an image that differs in what can hurt: strict wants to know why one goes on.
  await expect(
    page.getByText('the preflight has 1 warning: going on needs a reason'),
  ).toBeVisible();
  await press(second);
  expect(await asked('rollout.begin')).toEqual([]);
  await page
    .getByRole('textbox', { name: 'Why you go on with 1 warning' })
    .fill('Both run on arm.');
  await second.click();
  expect(await asked('rollout.begin')).toMatchObject([
    {
      ...{ yard: 'aws-3f9c21aa', fleet: 'shop-web' },
      wish: {
        kind: 'cut-over',
        accepted: { reason: 'Both run on arm.', weighed: [{ what: 'Difference' }] },
      },
    },
  ]);
  await gallery.open('aws-endpoint', 'dark');
  await page.getByRole('button', { name: /^Revert to v001/u }).click();
  expect(await asked('rollout.revert')).toHaveLength(1);
});

test('an observed yard says on both buttons why nothing is written', async () => {
  await gallery.open('aws-observe-ready', 'dark');
  const cutOver = page.getByRole('button', { name: /^Cut over to v002/u });
  await press(cutOver);
  await expect(page.getByText('This yard is only observed').first()).toBeVisible();
  await gallery.open('aws-observe', 'dark');
  await press(page.getByRole('button', { name: /^Revert to v001/u }));
  await expect(page.getByRole('group', { name: 'What it does' })).toContainText(
    'This yard is only observed',
  );
  expect(await asked('rollout.begin')).toEqual([]);
  expect(await asked('rollout.revert')).toEqual([]);
});

test('signed out: one button leads back in, with the code of a device where it needs one', async () => {
  await gallery.open('aws-signed-out', 'dark');
  await page.getByRole('navigation').getByRole('button', { name: 'Timeline' }).click();
  await press(page.getByRole('button', { name: /^Revert to v001/u }));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  expect(await asked('aws.sign-in')).toEqual([{ yard: 'aws-3f9c21aa', mfaCode: null }]);
  expect(await asked('rollout.revert')).toEqual([]);
  await gallery.open('aws-signed-out-mfa', 'dark');
  await page.getByLabel('MFA code').fill('654321');
  await page.getByLabel('MFA code').press('Enter');
  expect(await asked('aws.sign-in')).toMatchObject([{ mfaCode: '654321' }]);
});

test('several fleets: none is chosen by itself, and the keyboard opens one', async () => {
  await gallery.open('aws-fleets', 'dark');
  const revert = page.getByRole('banner').getByRole('button', { name: /revert/iu });
  await expect(revert).toHaveText('Revert: choose a fleet');
  const first = page.getByRole('list', { name: 'Fleets' }).getByRole('button').first();
  await first.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'shop-web' })).toBeVisible();
  await expect(revert).toHaveText(/^Revert to v001/u);
  await page.getByRole('button', { name: 'All fleets' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '4 fleets' })).toBeVisible();
});

test('declares a marker for this fleet', async () => {
  await gallery.open('aws-accepted', 'dark');
  await page.getByRole('button', { name: 'Declare a marker' }).click();
  await page.getByLabel('Name of the header').fill('bad header');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Letters, digits and dashes, like x-app-version.')).toBeVisible();
  expect(await asked('yard.settings')).toEqual([]);
  await page.getByLabel('Name of the header').fill('x-app-version');
  const host = page.getByLabel(/^Host that is asked for/u);
  await host.fill('https://shop.example.com/');
  await expect(host).toHaveAccessibleDescription(/no http:\/\/, no port, no path/u);
  await host.fill('shop.example.com');
  await page.getByLabel('Value of v001').fill('blue');
  await page.getByLabel('Value of v002').fill(' blue');
  await expect(page.getByText('v001 has this value too.')).toBeVisible();
  await press(page.getByRole('button', { name: 'Save' }));
  expect(await asked('yard.settings')).toEqual([]);
  await page.getByLabel('Value of v002').fill('green');
  await page.keyboard.press('Enter');
  const marker = { name: 'x-app-version', path: '/', host: 'shop.example.com' };
  expect(await asked('yard.settings')).toMatchObject([
    { change: { kind: 'marker', fleet: 'shop-web', marker } },
  ]);
  const [told] = (await asked('yard.settings')) as [
    { change: { marker: { meaning: Record<string, string> } } },
  ];
  expect(Object.keys(told.change.marker.meaning)).toEqual(['blue', 'green']);
});

test('declares a test listener of this fleet', async () => {
  await gallery.open('test-entry-form-empty', 'dark');
  await page.getByLabel('Port of the listener').fill('84430');
  await page.keyboard.press('Enter');
  await expect(page.getByText('A port from 1 to 65535.')).toBeVisible();
  expect(await asked('yard.settings')).toEqual([]);
  await page.getByLabel('Port of the listener').fill('8443');
  await page.keyboard.press('Enter');
  const test = { kind: 'listener', balancer: null, port: 8443 };
  const declared = { change: { kind: 'test-entry', fleet: 'shop-web', test } };
  expect(await asked('yard.settings')).toMatchObject([declared]);
});

const clipboard = (): Promise<string> =>
  gallery.app.evaluate((electron) => electron.clipboard.readText());

test('copies every step as the AWS CLI would send it, and all of them for a shell', async () => {
  await gallery.open('aws-strict-dialog', 'dark');
  const steps = page
    .getByRole('dialog')
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: /^Cop/u }) });
  const firstWords = ['describe-target-health', 'modify-listener', 'describe-listeners'];
  for (const [index, word] of firstWords.entries()) {
    await steps.nth(index).getByRole('button', { name: 'Copy as AWS CLI' }).click();
    await expect(steps.nth(index).getByRole('button', { name: 'Copied' })).toBeVisible();
    expect(await clipboard()).toMatch(new RegExp(`^aws elbv2 ${word} `, 'u'));
  }
  // Without the strict level there is one press and no dialog before it: the plan has a button of its own.
  await gallery.open('aws-ready', 'dark');
  await page.getByRole('button', { name: 'Plan\u2026' }).click();
  const back = page.getByRole('region', { name: /the way back: revert to v001$/u });
  await back.getByRole('button', { name: 'Copy all steps for a shell' }).click();
  const script = (await clipboard()).trimEnd().split('\n');
  expect(script.slice(0, 2)).toEqual(['(', 'set -e']);
  expect(script.at(-1)).toBe(')');
  expect(script.slice(4, -1).map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
    "printf '%s\\n' 'Revert",
    "printf '%s\\n' '1.",
    'aws elbv2 modify-listener',
    "printf '%s\\n' '2.",
    'aws elbv2 describe-listeners',
  ]);
  // A yard without another client offers none.
  await gallery.open('plan-local', 'dark');
  await expect(page.getByRole('dialog').getByRole('listitem').first()).toBeVisible();
  await expect(page.getByRole('button', { name: /^Copy (as AWS|all)/u })).toHaveCount(0);
  // Our own is there in every yard.
  await page.getByRole('button', { name: 'Copy as script' }).first().click();
  expect(await clipboard()).toMatch(/^blockyard (cutover|revert) [^']*--fleet storefront$/u);
  await expect(page.getByRole('button', { name: 'Check permissions' })).toHaveCount(0);
});

test('the open plan of the revert is reached and copied from by keyboard', async () => {
  await gallery.open('plan-revert', 'dark');
  await page.keyboard.press('Escape');
  const revert = page.getByRole('banner').getByRole('button', { name: /^Revert to v001/u });
  await revert.focus();
  const copy = page.getByRole('banner').getByRole('button', { name: 'Copy as AWS CLI' });
  await expect(copy).toHaveCount(2);
  await page.keyboard.press('Tab');
  await expect(copy.first()).toBeFocused();
  await page.keyboard.press('Enter');
  expect(await clipboard()).toMatch(/^aws elbv2 modify-listener/u);
  await page.keyboard.press('Escape');
  await expect(copy).toHaveCount(0);
  await expect(revert).toBeFocused();
  expect(await asked('rollout.revert')).toEqual([]);
});

test('says which rights are denied, unproven and proven, and gives the statement that is missing', async () => {
  await gallery.open('permissions-mixed', 'dark');
  expect(await asked('yard.permissions')).toEqual([{ yard: 'aws-3f9c21aa', fleet: null }]);
  const group = (name: string) => page.getByRole('region', { name, exact: true });
  await expect(group('Denied').getByRole('listitem')).toHaveCount(1);
  await expect(group('Denied')).toContainText('with an explicit deny');
  await expect(group('Denied')).toContainText('adding this statement is not enough');
  await expect(group('Cannot be proven beforehand')).toContainText('Load balancing has no dry run');
  await expect(group('Not answered')).toContainText('ec2:GetImageAncestry');
  await expect(group('Allowed, proven now').getByRole('code')).toHaveCount(7);
  await expect(group('Not needed to see, cut over and revert')).toContainText('ec2:RunInstances');
  await expect(page.getByText('1 of 12 that are needed is denied')).toBeVisible();
  await group('Denied')
    .getByRole('button', { name: /^Copy the statement/u })
    .click();
  expect(JSON.parse(await clipboard())).toMatchObject({
    Effect: 'Allow',
    Action: 'elasticloadbalancing:DescribeTargetHealth',
  });
  // One press away where nothing is seen.
  await gallery.open('aws-no-fleet', 'dark');
  await page.getByRole('button', { name: 'Check permissions in the settings' }).click();
  await expect(page.getByRole('button', { name: 'Check permissions', exact: true })).toBeVisible();
  // Of the fleet in view when asked from its plan.
  await gallery.open('plan-revert', 'dark');
  expect(await asked('yard.permissions')).toEqual([{ yard: 'aws-3f9c21aa', fleet: 'shop-web' }]);
});

test('a denied change and a denied look offer what would allow them where they are told', async () => {
  for (const state of ['denied-cut-over', 'denied-claim', 'denied-look', 'denied-first-look']) {
    await gallery.open(state, 'dark');
    await expect(page.getByText('is not authorized to perform'), state).toBeVisible();
    await page.getByRole('button', { name: 'Copy the statement that allows it' }).click();
    expect(JSON.parse(await clipboard()), state).toMatchObject({ Effect: 'Allow' });
  }
  // The control: an ordinary refusal offers nothing of the kind.
  await gallery.open('permissions-fault', 'dark');
  await expect(page.getByText('This yard is not open yet.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Copy the statement/u })).toHaveCount(0);
});

test('what the yard cannot do is not there, nor what would end servers of others', async () => {
  await gallery.open('aws-block', 'dark');
  for (const name of [/^Retire/u, /^Replace/u, /^Preview/u, /^Scale/u]) {
    await expect(page.getByRole('button', { name })).toHaveCount(0);
  }
  await expect(page.getByRole('switch', { name: 'Sample traffic' })).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Traffic seen at the entry' })).toHaveCount(0);
  await expect(page.getByRole('complementary', { name: 'Details' })).toContainText('t3.small');
  // The controls: a generation that Blockyard launched, and the local yard, have them.
  await gallery.open('aws-launched', 'dark');
  await expect(page.getByRole('button', { name: /^Retire v003/u })).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Scale v003' })).toHaveCount(1);
  await gallery.open('ready', 'dark');
  await expect(page.getByRole('button', { name: /^Launch/u })).toHaveCount(1);
  await expect(page.getByRole('switch', { name: 'Sample traffic' })).toHaveCount(1);
});

test('compares with an image that is found by its id, and says why one is not', async () => {
  await gallery.open('compare-amis', 'dark');
  const field = page.getByRole('textbox', { name: 'Another image, by its id' });
  await field.fill(' ami-0fedcba9876543210 ');
  await field.press('Enter');
  const yard = 'aws-3f9c21aa';
  expect(await asked('image.find')).toEqual([{ yard, image: 'ami-0fedcba9876543210' }]);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('shop-web-found');
  await expect
    .poll(async () => (await asked('image.compare')).at(-1))
    .toMatchObject({ yard, b: 'ami-0fedcba9876543210' });
  await expect(field).toHaveValue('');
  await field.fill('ami-00000000');
  await page.getByRole('button', { name: 'Find image' }).click();
  await expect(field).toHaveAccessibleDescription(/AWS does not show image ami-00000000 here/u);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('shop-web-found');
});

test('adopts by the typed name only, goes down and up by the stopped rung, and leads from what is left over to its end', async () => {
  await gallery.open('aws-adoptable', 'dark');
  await page.getByRole('complementary', { name: 'Details' }).getByRole('button', { name: /^Adopt v001/u }).click(); // prettier-ignore
  const adopt = page.getByRole('dialog', { name: 'Adopt v001' });
  await expect(adopt).toContainText('blockyard:*');
  const act = adopt.getByRole('button', { name: /^Adopt v001 - 6 blocks/u });
  await adopt.getByRole('textbox').fill('v001');
  await press(act);
  expect(await asked('rollout.begin')).toEqual([]);
  await adopt.getByRole('textbox').fill('storefront-v001');
  await act.click();
  await expect(adopt).toHaveCount(0);
  expect(await asked('rollout.begin')).toMatchObject([
    { wish: { kind: 'adopt', typedName: 'storefront-v001' } },
  ]);
  // What is not pinned is refused with the sentence that says how, whatever is typed.
  await gallery.open('dialog-adopt-refused', 'dark');
  const refused = page.getByRole('dialog', { name: 'Adopt v001' });
  await expect(refused).toContainText('starts servers from $Latest of its launch template');
  await refused.getByRole('textbox').fill('storefront-v001');
  await press(refused.getByRole('button', { name: /^Adopt v001/u }));
  expect(await asked('rollout.begin')).toEqual([]);

  await gallery.open('dialog-stop', 'dark');
  await page.getByRole('dialog').getByRole('button', { name: 'Stop v001 - 6 blocks' }).click();
  expect(await asked('rollout.begin')).toMatchObject([{ wish: { kind: 'stop' } }]);
  await gallery.open('aws-stopped', 'dark');
  await expect(page.getByText('v001 is stopped.')).toBeVisible();
  await page
    .getByRole('button', { name: /^Start v001 again/u })
    .first()
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Start v001 again - 6 blocks' }).click(); // prettier-ignore
  expect(await asked('rollout.begin')).toMatchObject([{ wish: { kind: 'start' } }]);

  await gallery.open('aws-leftovers', 'dark');
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details).toContainText('2 generations have no traffic and are not the way back, costing about $'); // prettier-ignore
  await details.getByRole('button', { name: /^Look what/u }).click();
  await expect(details.getByRole('list', { name: 'Left behind' })).toContainText('shop-web-v000');
  await details.getByRole('button', { name: /^Retire v002/u }).click();
  await expect(page.getByRole('dialog', { name: 'Retire v002' })).toBeVisible();
  expect(await asked('rollout.begin')).toEqual([]);
});
