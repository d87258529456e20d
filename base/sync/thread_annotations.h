#ifndef SLUICE_BASE_SYNC_THREAD_ANNOTATIONS_H_
#define SLUICE_BASE_SYNC_THREAD_ANNOTATIONS_H_

// Names for clang's thread-safety attributes; other compilers see nothing.
#if defined(__clang__)
#define SLUICE_THREAD_ATTRIBUTE_(x) __attribute__((x))
#else
#define SLUICE_THREAD_ATTRIBUTE_(x)
#endif

#define SLUICE_CAPABILITY(name) SLUICE_THREAD_ATTRIBUTE_(capability(name))
#define SLUICE_SCOPED_CAPABILITY SLUICE_THREAD_ATTRIBUTE_(scoped_lockable)
#define SLUICE_GUARDED_BY(mutex) SLUICE_THREAD_ATTRIBUTE_(guarded_by(mutex))
#define SLUICE_REQUIRES(...) SLUICE_THREAD_ATTRIBUTE_(requires_capability(__VA_ARGS__))
#define SLUICE_EXCLUDES(...) SLUICE_THREAD_ATTRIBUTE_(locks_excluded(__VA_ARGS__))
#define SLUICE_ACQUIRE(...) SLUICE_THREAD_ATTRIBUTE_(acquire_capability(__VA_ARGS__))
#define SLUICE_RELEASE(...) SLUICE_THREAD_ATTRIBUTE_(release_capability(__VA_ARGS__))
#define SLUICE_NO_THREAD_SAFETY_ANALYSIS SLUICE_THREAD_ATTRIBUTE_(no_thread_safety_analysis)

#endif  // SLUICE_BASE_SYNC_THREAD_ANNOTATIONS_H_
