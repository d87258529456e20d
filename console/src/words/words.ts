// Which language is spoken, and how one says something: `const t = useWords(); t('shell.signIn')`. Keys are typed. What is
// said in Chinese is loaded when somebody wants it.
import i18next, { type TFunction } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { en } from './en';

export type Language = 'en' | 'zh-CN';
export type Words = TFunction;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

export const words = i18next.createInstance();

void words.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: en } },
  // React escapes.
  interpolation: { escapeValue: false },
  initAsync: false,
});

export async function speak(language: Language): Promise<void> {
  if (language === 'zh-CN' && !words.hasResourceBundle('zh-CN', 'translation')) {
    const { zhCN } = await import('./zh-CN');
    words.addResourceBundle('zh-CN', 'translation', zhCN);
  }
  await words.changeLanguage(language);
  if (typeof document !== 'undefined') document.documentElement.lang = language;
}

export function useWords(): Words {
  return useTranslation().t;
}

// The headline of a reason, where there is one in this language.
export function headline(t: Words, reason: string): string {
  return words.exists(`reasons.${reason}`) ? t(`reasons.${reason}` as 'reasons.title') : reason;
}
