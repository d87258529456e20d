import styles from './shell.module.css';

export function Logo() {
  return (
    <img
      src={new URL('sluice.svg', document.baseURI).href}
      alt=""
      className={styles.logo}
      width={28}
      height={28}
    />
  );
}
