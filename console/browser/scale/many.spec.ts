// Ten thousand connectors, c00001 to c09999 and one more, every hundredth a draft: what a person waits for, and what a tab holds that is
// told of changes all the time. Times are printed: they are the machine's.
import { expect, type Page, test } from '@playwright/test';

const list = '/instances/local/connectors';
const repeats = 11;

function median(figures: number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN;
}

// How long until a link, or a heading, with these words was painted, by the page's own clock: since the next click, or since
// the page was asked for. The tools that look for things in a page from outside take their time in it.
async function shownAfterClick(
  page: Page,
  tag: string,
  words: string,
): Promise<() => Promise<number>> {
  const painted = await page.evaluateHandle(
    ([tag, words]) => {
      const clicked = new Promise<number>((resolve) => {
        addEventListener('click', () => resolve(performance.now()), { capture: true, once: true });
      });
      return { at: clicked.then(async (began) => (await paintedAt(tag, words)) - began) };
    },
    [tag, words] as const,
  );
  return () => painted.evaluate(({ at }) => at);
}

declare global {
  function paintedAt(tag: string, words: string): Promise<number>;
}

// In the page: when what comes, or is there already, has been painted.
function addPaintedAt(): void {
  globalThis.paintedAt = (tag, words) =>
    new Promise((resolve, reject) => {
      const end = performance.now() + 20_000;
      const look = () => {
        const there = [...document.querySelectorAll(tag)].map((each) => each.textContent?.trim());
        // A frame's callbacks come before it is painted, the next task after it.
        if (there.includes(words))
          return void requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
        if (performance.now() < end) return void requestAnimationFrame(look);
        reject(new Error(`${location.href} has ${tag} of ${there.join(', ')}, not ${words}`));
      };
      look();
    });
}

function tell(what: string, figures: number[]): void {
  const [least, most] = [Math.min(...figures), Math.max(...figures)];
  console.log(
    `${what}: ${median(figures).toFixed(0)} ms at the median of ${figures.length} (${least.toFixed(0)} to ${most.toFixed(0)})`,
  );
}

// What the page's own objects take, in MiB, after everything else was given back.
async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  return (metrics.find((each) => each.name === 'JSHeapUsedSize')?.value ?? 0) / (1 << 20);
}

async function residentOf(page: Page): Promise<number> {
  const figures = await (await page.request.get('/metrics')).text();
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(figures)?.[1]) / (1 << 20);
}

test('17: the list, a filter and a connector come quickly, a page at a time', async ({ page }) => {
  test.setTimeout(300_000);
  // The first of all, and of the drafts: rows of the question before stay until the answer comes.
  const whole = page.getByRole('link', { name: 'c00001', exact: true });
  const drafts = page.getByRole('link', { name: 'c00100', exact: true });
  await page.addInitScript(addPaintedAt);
  await page.goto(list);
  await expect(page.getByText(/^1–50 of 10,?000$/)).toBeVisible();
  const counters = page.getByRole('group', { name: 'Connectors by state' }).getByRole('button');
  const numbers = (await counters.allInnerTexts()).map((text) =>
    Number((/[\d,]+$/.exec(text.trim())?.[0] ?? '0').replaceAll(',', '')),
  );
  const [all, ...states] = numbers;
  expect(all).toBe(10_000);
  expect(states.reduce((sum, each) => sum + each, 0)).toBe(all);

  const loaded: number[] = [];
  const filtered: number[] = [];
  const opened: number[] = [];
  const listed: number[] = [];
  for (let index = 0; index < repeats; index++) {
    await page.goto(list, { waitUntil: 'commit' });
    loaded.push(await page.evaluate(() => paintedAt('td a', 'c00001')));
    await whole.waitFor();

    const draftShown = await shownAfterClick(page, 'td a', 'c00100');
    await page.getByRole('button', { name: /^Draft/ }).click();
    filtered.push(await draftShown());

    const link = page
      .getByRole('row')
      .nth(2 + index)
      .getByRole('link')
      .first();
    const id = (await link.innerText()).trim();
    const headingShown = await shownAfterClick(page, 'h1', id);
    await link.click();
    opened.push(await headingShown());

    await page.goBack();
    await drafts.waitFor();
    const allShown = await shownAfterClick(page, 'td a', 'c00001');
    await page.getByRole('button', { name: /^All/ }).click();
    listed.push(await allShown());
    // What took long shows where, also in a run that does not come to its end.
    const round = [loaded, filtered, opened, listed].map((each) => (each.at(-1) ?? 0).toFixed(0));
    console.log(`round ${index + 1}: load, filter, open, all: ${round.join(', ')} ms`);
  }
  tell('the page with the list, from nothing', loaded);
  tell('a filter', filtered);
  tell('a connector', opened);
  tell('all again', listed);
});

test('ten minutes of live updates leave memory as it was', async ({ page }) => {
  test.setTimeout(900_000);
  await page.goto(list);
  await expect(page.getByRole('link', { name: 'c00001', exact: true })).toBeVisible();
  // Few: the first change of each makes its topics.
  const ids = Array.from({ length: 5 }, (_, index) => `c${String(index + 1).padStart(5, '0')}`);
  let changes = 0;
  const change = async (milliseconds: number) => {
    const end = Date.now() + milliseconds;
    while (Date.now() < end) {
      const id = ids[changes++ % ids.length];
      const answer = await page.request.patch(`/v1${list}/${id}?updateMask=labels`, {
        data: { labels: { team: `team-${changes}` } },
      });
      expect(answer.ok(), await answer.text()).toBe(true);
    }
  };

  await change(60_000);
  const [heapBefore, residentBefore] = [await heapOf(page), await residentOf(page)];
  await change(600_000);
  const [heapAfter, residentAfter] = [await heapOf(page), await residentOf(page)];

  console.log(
    `${changes} changes; the tab ${heapBefore.toFixed(1)} to ${heapAfter.toFixed(1)} MiB, the control plane ${residentBefore.toFixed(0)} to ${residentAfter.toFixed(0)} MiB`,
  );
  expect(heapAfter).toBeLessThan(heapBefore * 1.25 + 2);
  expect(residentAfter).toBeLessThan(residentBefore * 1.25 + 16);
});
