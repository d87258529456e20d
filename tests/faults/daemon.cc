#include "tests/faults/daemon.h"

#include <utility>

#include "base/check.h"

namespace sluice::faults {
namespace {

constexpr absl::Duration kStopPatience = absl::Seconds(30);

}  // namespace

Spawner::Spawner() : thread_([this] { Serve(); }) {}

Spawner::~Spawner() {
  {
    MutexLock lock(mu_);
    stopping_ = true;
    changed_.NotifyAll();
  }
  thread_.join();
}

void Spawner::Run(const std::function<void()>& work) {
  MutexLock lock(mu_);
  while (work_ != nullptr) changed_.Wait(mu_);
  work_ = &work;
  changed_.NotifyAll();
  while (work_ == &work) changed_.Wait(mu_);
}

void Spawner::Serve() {
  MutexLock lock(mu_);
  while (true) {
    while (work_ == nullptr && !stopping_) changed_.Wait(mu_);
    if (work_ == nullptr) return;
    const std::function<void()>& work = *work_;
    mu_.Unlock();
    work();
    mu_.Lock();
    work_ = nullptr;
    changed_.NotifyAll();
  }
}

Daemon::Daemon(Spawner& spawner, std::vector<std::string> command, std::string log_file)
    : spawner_(spawner), command_(std::move(command)), log_file_(std::move(log_file)) {}

void Daemon::Start() {
  MutexLock lock(mu_);
  if (process_.has_value()) return;
  spawner_.Run([&] {
    absl::StatusOr<cluster::ChildProcess> started =
        cluster::ChildProcess::Start(command_, log_file_);
    SLUICE_CHECK(started.ok()) << started.status();
    process_.emplace(*std::move(started));
  });
}

void Daemon::Kill() {
  MutexLock lock(mu_);
  process_.reset();
}

void Daemon::Suspend() {
  MutexLock lock(mu_);
  if (process_.has_value()) process_->Suspend();
}

void Daemon::Resume() {
  MutexLock lock(mu_);
  if (process_.has_value()) process_->Resume();
}

void Daemon::Terminate() {
  MutexLock lock(mu_);
  if (!process_.has_value()) return;
  process_->Resume();
  process_->Terminate(kStopPatience);
  process_.reset();
}

bool Daemon::EndedByItself() {
  MutexLock lock(mu_);
  return process_.has_value() && !process_->IsRunning();
}

}  // namespace sluice::faults
