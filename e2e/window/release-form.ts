/** The release dialog, and the buttons of what can be done now. */
import type { Locator, Page } from '@playwright/test';

export function actOf(page: Page, name: string | RegExp): Locator {
  return page
    .getByRole('region', { name: 'What happens and what can be done' })
    .getByRole('button', { name });
}

/** Opens the dialog for what stands by or for an image, with its folded part in view. */
export async function openReleaseForm(page: Page, what: string | RegExp): Promise<Locator> {
  await actOf(page, /^Release /u).click();
  const dialog = page.getByRole('dialog', { name: /^Release / });
  await dialog.getByRole('button', { name: /What is released$/u }).click();
  await page.getByRole('option', { name: what }).click();
  await dialog.getByText('Checks, bake and guards').click();
  return dialog;
}

/** The button that stands for the whole plan. */
export function releaseButton(dialog: Locator): Locator {
  return dialog.getByRole('button', { name: /^Release v\d+ - /u });
}
