// Everything around the pages that has no look of its own: theme, language, cache, routes.
import { QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import { useEffect, useState } from 'react';
import { RouterProvider } from 'react-router/dom';
import { useIsDark, usePreferences } from '../parts/preferences';
import { speak } from '../words/words';
import { ErrorBoundary } from './ErrorBoundary';
import { queryClient } from './query_client';
import { router } from './router';
import { styleNonce } from './style_nonce';
import { themeFor } from './theme';

const nonce = styleNonce();

export function App() {
  const dark = useIsDark();
  const locale = useLocale();
  useEffect(() => {
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
  }, [dark]);
  return (
    <ConfigProvider theme={themeFor(dark)} locale={locale} csp={nonce ? { nonce } : {}}>
      <AntApp className="app" message={{ maxCount: 4 }}>
        <ErrorBoundary>
          <QueryClientProvider client={queryClient}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </ErrorBoundary>
      </AntApp>
    </ConfigProvider>
  );
}

// antd's words and dayjs' follow ours. The page goes on in the old language until the new one has come.
function useLocale() {
  const { language } = usePreferences();
  const [locale, setLocale] = useState(enUS);
  useEffect(() => {
    let gone = false;
    const change = async () => {
      if (language === 'zh-CN') {
        const [chinese, dayjs] = await Promise.all([
          import('antd/locale/zh_CN'),
          import('dayjs'),
          import('dayjs/locale/zh-cn'),
          speak(language),
        ]);
        dayjs.default.locale('zh-cn');
        if (!gone) setLocale(chinese.default);
        return;
      }
      const [dayjs] = await Promise.all([import('dayjs'), speak(language)]);
      dayjs.default.locale('en');
      if (!gone) setLocale(enUS);
    };
    void change();
    return () => {
      gone = true;
    };
  }, [language]);
  return locale;
}
