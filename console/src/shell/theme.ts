// Colours that can be read: antd's own links, tags and placeholders fall below the contrast of WCAG AA. In the dark antd mixes
// what stands here with its own black; theme.test.ts counts what comes out.
import { type ThemeConfig, theme } from 'antd';

const font =
  "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Noto Sans', 'PingFang SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif";

export function themeFor(dark: boolean): ThemeConfig {
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    cssVar: { key: 'sluice' },
    token: {
      fontFamily: font,
      fontFamilyCode: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace",
      colorPrimary: dark ? '#1668dc' : '#0958d9',
      colorInfo: dark ? '#1668dc' : '#0958d9',
      colorPrimaryHover: dark ? '#2468cc' : '#003eb3',
      colorPrimaryActive: dark ? '#15478f' : '#002c8c',
      colorLink: dark ? '#69b1ff' : '#0958d9',
      colorLinkHover: dark ? '#91caff' : '#003eb3',
      colorLinkActive: dark ? '#91caff' : '#002c8c',
      colorTextDescription: dark ? '#a6a6a6' : '#595959',
      colorTextTertiary: dark ? '#a6a6a6' : '#5e5e5e',
      colorTextPlaceholder: dark ? '#8f8f8f' : '#6b6b6b',
      colorSuccess: dark ? '#52c41a' : '#237804',
      colorWarning: dark ? '#d89614' : '#874d00',
      colorError: dark ? '#ff7e7e' : '#cf1322',
      colorErrorHover: dark ? '#ff9c9c' : '#a8071a',
      colorErrorActive: dark ? '#ffb3b3' : '#820014',
      ...(dark
        ? { colorBgLayout: '#0e1116', colorBgContainer: '#161a21', colorBgElevated: '#1d222b' }
        : {
            colorBgLayout: '#f5f7fa',
            // antd's own: made of colours that are dark enough for text they would be grey.
            colorSuccessBg: '#f6ffed',
            colorSuccessBorder: '#b7eb8f',
            colorWarningBg: '#fffbe6',
            colorWarningBorder: '#ffe58f',
          }),
      borderRadius: 6,
    },
    components: {
      Badge: { colorError: '#cf1322' },
      // A red that can be read in the dark is too light for white letters on it.
      Button: dark
        ? {
            dangerColor: '#1f0d0d',
            defaultHoverColor: '#69b1ff',
            defaultHoverBorderColor: '#69b1ff',
            defaultActiveColor: '#91caff',
            defaultActiveBorderColor: '#91caff',
          }
        : {},
      Steps: dark ? { colorPrimaryHover: '#91caff' } : {},
      Layout: {
        headerBg: dark ? '#161a21' : '#ffffff',
        siderBg: dark ? '#161a21' : '#ffffff',
        headerHeight: 52,
        headerPadding: '0 16px',
      },
      Menu: {
        ...(dark ? { itemSelectedColor: '#91caff' } : {}),
        itemBg: 'transparent',
        darkItemBg: 'transparent',
        itemSelectedBg: dark ? '#15325b' : '#e6f0ff',
      },
      Tabs: dark
        ? { itemSelectedColor: '#69b1ff', itemHoverColor: '#91caff', inkBarColor: '#69b1ff' }
        : {},
      Table: {
        bodySortBg: 'transparent',
        headerSortActiveBg: dark ? '#252b35' : '#f0f3f7',
        headerBg: dark ? '#1d222b' : '#fafbfc',
        cellPaddingBlock: 10,
      },
    },
  };
}
