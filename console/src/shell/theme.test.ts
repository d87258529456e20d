import { theme } from 'antd';
import { describe, expect, test } from 'vitest';
import { themeFor } from './theme';

type Color = [red: number, green: number, blue: number, alpha: number];

// `#rrggbb`, `#rgb`, or `rgba(r,g,b,a)`.
function read(text: string): Color {
  const hex = /^#(..)(..)(..)$/.exec(text.length === 4 ? text.replace(/[^#]/g, '$&$&') : text);
  if (hex) return [...hex.slice(1).map((each) => Number.parseInt(each, 16)), 1] as Color;
  const [red = 0, green = 0, blue = 0, alpha = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue, alpha];
}

function luminance([red, green, blue]: number[]): number {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((each = 0) =>
    each / 255 <= 0.04045 ? each / 255 / 12.92 : ((each / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

// As WCAG counts it; a letter that lets the ground through is mixed with it first.
function contrast(letter: string, ground: string): number {
  const [below, above] = [read(ground), read(letter)];
  const mixed = below.map((each, index) => each + ((above[index] ?? 0) - each) * above[3]);
  const [dark = 0, light = 0] = [luminance(below), luminance(mixed)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const letters = [
  'colorText',
  'colorTextSecondary',
  'colorTextTertiary',
  'colorTextDescription',
  'colorTextPlaceholder',
  'colorLink',
  'colorLinkHover',
  'colorLinkActive',
  'colorError',
  'colorErrorHover',
  'colorErrorActive',
  'colorErrorText',
  'colorWarning',
  'colorWarningText',
  'colorSuccess',
  'colorSuccessText',
] as const;
const grounds = ['colorBgLayout', 'colorBgContainer', 'colorBgElevated'] as const;
const alerts = ['colorErrorBg', 'colorWarningBg', 'colorSuccessBg', 'colorInfoBg'] as const;
const enough = 4.5;

describe.each([
  ['light', false],
  ['dark', true],
])('what is written can be read, %s', (_, dark) => {
  const config = themeFor(dark);
  const token = theme.getDesignToken(config);
  const button = { ...token, ...config.components?.Button };

  test.each(grounds)('on %s', (ground) => {
    const faint = letters.filter((letter) => contrast(token[letter], token[ground]) < enough);
    expect(faint).toEqual([]);
  });

  test.each(alerts)('and in an alert, on %s', (ground) => {
    for (const letter of ['colorText', 'colorTextSecondary', 'colorLink'] as const)
      expect(contrast(token[letter], token[ground]), letter).toBeGreaterThanOrEqual(enough);
  });

  test.each(['', 'Hover', 'Active'] as const)('and on buttons%s', (moment) => {
    const primary = contrast(token.colorTextLightSolid, button[`colorPrimary${moment}`]);
    expect(primary).toBeGreaterThanOrEqual(enough);
    const danger = button.dangerColor ?? token.colorTextLightSolid;
    expect(contrast(danger, button[`colorError${moment}`])).toBeGreaterThanOrEqual(enough);
    const plain =
      moment === ''
        ? token.colorText
        : (button[`default${moment}Color`] ?? token[`colorPrimary${moment}`]);
    for (const ground of grounds)
      expect(contrast(plain, token[ground]), ground).toBeGreaterThanOrEqual(enough);
  });

  test('and where the pointer is on what destroys', () => {
    expect(contrast(token.colorError, token.colorErrorBg)).toBeGreaterThanOrEqual(enough);
  });

  test('and in a count', () => {
    const count = config.components?.Badge?.colorError ?? token.colorError;
    expect(contrast(token.colorTextLightSolid, count)).toBeGreaterThanOrEqual(enough);
  });
});
