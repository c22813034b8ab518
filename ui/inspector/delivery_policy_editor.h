// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/delivery_policy.h"
#include "ui/inspector/property_editor.h"

#include <array>
#include <optional>
#include <string>

class QComboBox;
class QFormLayout;
class QSpinBox;

namespace sluice::ui {

class SwitchButton;

/// A delivery policy as a form: how many retries each phase has, the delays and how they grow, the
/// pace. What the service would refuse is explained below and goes nowhere (SNS-46).
class DeliveryPolicyEditor : public PropertyEditor {
public:
    DeliveryPolicyEditor(const PropertySpec& spec, QWidget* parent);

    void show(const std::optional<PropertyValue>& value) override;

    /// A number of the form.
    enum class Field : std::uint8_t {
        NoDelay,
        MinDelay,
        Backoff,
        MaxDelay,
        Shortest,
        Longest,
        Pace
    };
    QSpinBox& number(Field field) { return *m_numbers[static_cast<std::size_t>(field)]; }
    QComboBox& function() { return *m_function; }
    SwitchButton& ownPolicy() { return *m_own; }
    /// "Web servers: 4 attempts within 60 s"
    QString summary() const;

private:
    bool isOfTopic() const { return spec().form == TextForm::TopicDeliveryPolicy; }
    void showPolicy(const TopicDeliveryPolicy& policy);
    TopicDeliveryPolicy policy() const;
    void commit();
    void showFields();

    QFormLayout* m_form = nullptr;
    SwitchButton* m_own;
    std::array<QSpinBox*, 7> m_numbers{};
    QComboBox* m_function;
    SwitchButton* m_mayDiffer; ///< Topics only.
    QLabel* m_summary;
    std::string m_contentType;          ///< Of the shown policy; the form has no field for it.
    std::optional<std::string> m_shown; ///< The document's value.
    bool m_isShowing = false;
};

} // namespace sluice::ui
