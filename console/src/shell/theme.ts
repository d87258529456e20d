// Colours that can be read: antd's own links, tags and placeholders fall below the contrast of WCAG AA.
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
      colorLink: dark ? '#69b1ff' : '#0958d9',
      colorLinkHover: dark ? '#91caff' : '#003eb3',
      colorTextDescription: dark ? '#a6a6a6' : '#595959',
      colorTextTertiary: dark ? '#a6a6a6' : '#5e5e5e',
      colorTextPlaceholder: dark ? '#8f8f8f' : '#6b6b6b',
      colorSuccess: dark ? '#49aa19' : '#237804',
      colorWarning: dark ? '#d89614' : '#874d00',
      colorError: dark ? '#e84749' : '#cf1322',
      ...(dark
        ? { colorBgLayout: '#0e1116', colorBgContainer: '#161a21', colorBgElevated: '#1d222b' }
        : { colorBgLayout: '#f5f7fa' }),
      borderRadius: 6,
    },
    components: {
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
